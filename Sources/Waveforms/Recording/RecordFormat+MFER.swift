extension RecordFormat {
  /// The medical waveform format of Japan's electrocardiographs, ISO 22077.
  static let mfer = RecordFormat(
    name: "MFER", extensions: ["mwf", "mfr", "mfer"],
    recognizes: { MFERReader.begins($0) },
    decode: { file, _ throws(FileError) in try MFERReader.decode(file) })
}
