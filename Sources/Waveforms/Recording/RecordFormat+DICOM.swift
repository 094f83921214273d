extension RecordFormat {
  /// The waveforms of DICOM: ECG, haemodynamic and electrophysiological recordings of hospital
  /// archives, one file each.
  static let dicom = RecordFormat(
    name: "DICOM", extensions: ["dcm"], hasCompanions: false,
    recognizes: { DICOMFile.recognizes($0) },
    open: { path, _ in try DICOMReader.open(try MappedFile(path: path)) },
    // The elements come first; a short file is looked at whole.
    files: { [RecordFile(path: $0, headerByteCount: 1 << 20)] },
    // In a folder images and the medium's directory are no records, and nobody is to be told so one
    // by one.
    parts: { path in
      let head = MappedFile.head(of: path, byteCount: RecordFormat.headByteCount) ?? []
      return DICOMFile.isRecord(head) ? [] : [path.fileName]
    })
}
