extension RecordFormat {
  /// The Holter format of the International Society for Holter and Noninvasive Electrocardiology:
  /// one file of samples, often with one of beats beside it. WFDB has annotators named `ecg`, so
  /// the ending alone tells nothing.
  static let ishne = RecordFormat(
    name: "ISHNE", extensions: [],
    sharedExtensions: ["ecg", "hol", "ishne"], hasCompanions: false,
    recognizes: { $0.starts(with: ISHNEHeader.recordMark) },
    open: { path, _ in OpenedRecord(record: try ISHNEReader.open(path: path)) },
    files: { path in
      let head = MappedFile.head(of: path, byteCount: ISHNEHeader.fixedByteCount)
      return [RecordFile(path: path, headerByteCount: head?.count ?? 0)]
    })
}
