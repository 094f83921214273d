/// Files of annotations beside a record of any format: in WFDB's format, or that of ISHNE
/// recordings.
enum AnnotatorFiles {
  /// Reads the annotations of one annotator.
  /// - Parameters:
  ///   - stem: path of the record without ending.
  ///   - annotator: the extension, such as `atr`.
  static func read(stem: String, annotator: String) throws(WFDBError) -> AnnotationSet {
    let path = stem + "." + annotator
    let bytes = try MappedFile.contents(of: path, limit: WFDBAnnotationReader.byteLimit)
    if ISHNEAnnotations.begins(bytes, annotator: annotator) {
      return try ISHNEAnnotations.parse(bytes, annotator: annotator, file: path)
    }
    return try WFDBAnnotationReader.parse(bytes, annotator: annotator, file: path)
  }

  /// Annotators of a record, `atr` first: extensions of the files beside it that are named as
  /// annotators usually are, or that read as annotations. A damaged file is offered: it is for the
  /// reader to be told, not to be spared.
  /// - Parameters:
  ///   - stem: path of the record without ending.
  ///   - beside: names in the record's folder that begin with its own and a point.
  static func annotators(stem: String, beside: [String]) -> [String] {
    let name = stem.fileName + "."
    let endings = beside.map { String($0.dropFirst(name.count)) }
    let found = endings.filter { ending in
      guard isAnnotator(ending), !isText(stem + "." + ending) else { return false }
      return usualAnnotators.contains(ending) || beginsAsAnnotations(stem + "." + ending)
    }
    return found.sorted { ($0 == "atr" ? "" : $0) < ($1 == "atr" ? "" : $1) }
  }

  /// Whether a file begins as text, which annotations never do: a beat's second byte is a control
  /// character.
  private static func isText(_ path: String) -> Bool {
    guard let head = MappedFile.head(of: path, byteCount: 512), !head.isEmpty else { return false }
    return head.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
  }

  /// Whether a file's ending may be an annotator's name: no backup, and no file of another kind.
  static func isAnnotator(_ ending: String) -> Bool {
    !ending.isEmpty && !notAnnotators.contains(ending.lowercased())
      && ending.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
      && (ending.last?.isLetter == true || ending.last?.isNumber == true)
  }

  /// Whether the first bytes of a file read as annotations in order of time, some at least.
  private static func beginsAsAnnotations(_ path: String) -> Bool {
    guard let file = try? MappedFile(path: path) else { return false }
    let head = Array(file.bytes.prefix(4096))
    if ISHNEAnnotations.begins(head, annotator: path.fileExtension) { return true }
    guard let set = try? WFDBAnnotationReader.parse(head, annotator: "", file: path),
      !set.annotations.isEmpty
    else { return false }
    let times = set.annotations.map(\.time)
    let isWhole = head.count == file.bytes.count
    // All but a cut at the end of what was looked at is a sign of something else.
    let faults = set.warnings.filter { !$0.contains("expected an end mark") }
    return zip(times, times.dropFirst()).allSatisfy { $0 <= $1 }
      && (faults.isEmpty || !isWhole) && Set(times).count > set.annotations.count / 2
  }

  private static let usualAnnotators: Set<String> = [
    "atr", "ari", "ecg", "qrs", "qrsc", "ann", "st", "stc",
  ]

  private static let notAnnotators: Set<String> = [
    "hea", "dat", "mat", "edf", "bdf", "txt", "csv", "json", "md", "xyz", "wav", "toml", "png",
    "svg", "pdf", "html", "part", "bak", "orig", "old", "tmp", "swp", "gz", "zip", "xml", "dcm",
    "scp", "inf", "channels",
  ]
}
