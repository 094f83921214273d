import Foundation

extension RecordFormat {
  /// The format of PhysioNet: a text header, signal files and annotation files beside it.
  static let wfdb = RecordFormat(
    name: "WFDB", mainFile: "a WFDB header", extensions: ["hea"], hasCompanions: true,
    recognizes: { _ in false },
    open: { path, listings in
      let record = try WFDBReader.open(path: path)
      let folder = path.folderPath.isEmpty ? "." : path.folderPath
      let listing = listings[folder] ?? names(in: folder)
      listings[folder] = listing
      return Opened(record: record, annotators: annotators(path, record, listing))
    },
    annotations: { path, annotator in
      do throws(WFDBError) {
        return try WFDBAnnotationReader.read(recordPath: path, annotator: annotator)
      } catch .file(.cannotRead(_, "there is no such file")) {
        return nil
      }
    },
    annotationPath: { path, annotator in path.withoutHeaderExtension + "." + annotator },
    files: { path in
      var seen: Set<String> = []
      return try files(path, &seen)
    },
    parts: { path in
      guard let header = try? WFDBReader.header(path: path) else { return [] }
      let segments = header.segments?.map { $0.name + ".hea" } ?? []
      return segments + header.signals.map(\.fileName)
    })

  private static func names(in folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  }

  private static func annotators(
    _ path: String, _ record: Record, _ listing: [String]
  ) -> [String] {
    WFDBAnnotationReader.annotators(
      recordPath: path, listing: listing, signalFiles: Set(record.channels.map(\.fileName)))
  }

  /// A header, its signal files, and those of its segments, each file once.
  private static func files(
    _ path: String, _ seen: inout Set<String>
  ) throws(WFDBError) -> [RecordFile] {
    guard seen.insert(path).inserted else { return [] }
    let header = try WFDBReader.header(path: path)
    var files = [RecordFile(path: path, headerByteCount: .max)]
    let folder = path.folderPath
    for signal in header.signals where signal.fileName != "~" {
      let file = folder.appendingPath(signal.fileName)
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
