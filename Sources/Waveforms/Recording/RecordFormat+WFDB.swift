import Foundation

extension RecordFormat {
  /// The format of PhysioNet: a text header, signal files and annotation files beside it.
  static let wfdb = RecordFormat(
    name: "WFDB", extensions: ["hea"], hasCompanions: true,
    recognizes: { _ in false },
    open: { path, hints in
      OpenedRecord(
        record: try WFDBReader.open(path: path, allowsOutside: hints.allowsOutside))
    },
    files: { path in
      var seen: Set<String> = []
      return try files(path, &seen)
    },
    parts: { path in
      let bytes = try? MappedFile.bytes(of: path, limit: WFDBHeader.byteLimit)
      return WFDBHeader.fileNames(bytes ?? []).map(\.fileName)
    })

  /// A header, its signal files, and those of its segments, each file once.
  private static func files(
    _ path: String, _ seen: inout Set<String>
  ) throws(WFDBError) -> [RecordFile] {
    guard seen.insert(path).inserted else { return [] }
    let header = try WFDBReader.header(path: path)
    var files = [RecordFile(path: path, headerByteCount: .max)]
    let folder = path.folderPath
    for signal in header.signals where signal.fileName != "~" {
      let file = SegmentBuilder.place(of: signal.fileName, beside: path)
      if seen.insert(file).inserted { files.append(RecordFile(path: file, headerByteCount: 0)) }
    }
    for segment in header.segments ?? [] where !segment.isGap {
      let main = WFDBReader.headerPath(folder.appendingPath(segment.name))
      // A segment that cannot be read is shown empty, and is a file of the record all the same.
      let parts = seen.contains(main) ? [] : try? Self.files(main, &seen)
      files += parts ?? [RecordFile(path: main, headerByteCount: .max)]
    }
    return files
  }
}
