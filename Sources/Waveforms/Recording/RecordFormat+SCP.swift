extension RecordFormat {
  /// The European standard communications protocol for electrocardiography.
  static let scp = RecordFormat(
    name: "SCP-ECG", extensions: ["scp"],
    recognizes: { SCPFile.begins($0) },
    decode: { file, _ throws(FileError) in try SCPReader.decode(file) })
}
