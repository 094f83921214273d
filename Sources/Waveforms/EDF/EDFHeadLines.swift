/// What a record has and EDF has no place for, as texts at the head of an EDF+ file that Tawara
/// writes: remarks as `# 69 M 1085 1629 x1`, and facts as `## signal 2 missing -32768`.
///
/// They are texts of annotations at the time of the first sample, so that other programs show
/// them. Only in files that say of themselves that Tawara wrote them are they anything else.
struct EDFHeadLines: Equatable {
  /// What the header's fields do not hold of one signal.
  struct Signal: Equatable {
    var name: String?
    var unit: String?
    var gain: Double?
    var baseline: Double?
    var isUncalibrated = false
    /// The digital value that stands for a missing sample.
    var missing: Int32?
  }

  var comments: [String] = []
  /// By number, from 1.
  var signals: [Int: Signal] = [:]
  /// Name, resolution, definitions and remarks of each set; no annotations.
  var sets: [AnnotationSet] = []

  /// Whether a text is one of these lines, and no annotation.
  static func isHead(_ text: String) -> Bool {
    text.hasPrefix("# ") || text.hasPrefix("## ")
  }

  init(comments: [String] = [], sets: [AnnotationSet] = []) {
    self.comments = comments
    self.sets = sets
  }

  /// Reads lines in the order of the file; one that says nothing is left out.
  init(_ lines: [String]) {
    for line in lines {
      if line.hasPrefix("# ") {
        comments.append(String(line.dropFirst(2)))
      } else {
        let words = line.dropFirst(3).split(separator: " ", maxSplits: 3)
        read(words, rest: line.dropFirst(3))
      }
    }
  }

  private mutating func read(_ words: [Substring], rest: Substring) {
    guard let kind = words.first else { return }
    if kind == "signal", words.count == 4, let number = Int(words[1]), number > 0 {
      readSignal(number, words[2], String(words[3]))
    } else if kind == "annotator", words.count == 2 {
      sets.append(AnnotationSet(annotator: String(words[1]), annotations: []))
    } else if let last = sets.indices.last {
      let value = String(rest.dropFirst(kind.count + 1))
      switch kind {
      case "resolution":
        sets[last].timeResolutionHz = Double(value).flatMap {
          (1e-6...1e12).contains($0) ? $0 : nil
        }
      case "type":
        guard words.count > 2, let code = UInt8(words[1]), (1...49).contains(code) else { return }
        sets[last].definitions.append(
          WFDBAnnotationDefinition(
            code: WFDBAnnotationCode(rawValue: code), symbol: String(words[2]),
            description: words.count > 3 ? String(words[3]) : ""))
      case "remark": sets[last].headNotes.append(Array(value.utf8))
      default: break
      }
    }
  }

  private mutating func readSignal(_ number: Int, _ key: Substring, _ value: String) {
    var signal = signals[number] ?? Signal()
    let decimal = Double(value).flatMap { $0.isFinite ? $0 : nil }
    switch key {
    case "name": signal.name = FileText.clean(value)
    case "unit": signal.unit = FileText.clean(value)
    case "gain": signal.gain = decimal.flatMap { $0 != 0 && (1 / $0).isFinite ? $0 : nil }
    case "baseline": signal.baseline = decimal
    case "calibration": signal.isUncalibrated = value == "unknown"
    case "missing": signal.missing = Int32(value)
    default: return
    }
    signals[number] = signal
  }

  /// The lines, each one's text.
  var lines: [String] {
    comments.map { "# " + $0 } + signals.sorted { $0.key < $1.key }.flatMap(Self.lines)
      + sets.flatMap(Self.lines)
  }

  private static func lines(number: Int, _ signal: Signal) -> [String] {
    let facts = [
      ("name", signal.name), ("unit", signal.unit), ("gain", signal.gain.map { "\($0)" }),
      ("baseline", signal.baseline.map { "\($0)" }),
      ("calibration", signal.isUncalibrated ? "unknown" : nil),
      ("missing", signal.missing.map { "\($0)" }),
    ]
    return facts.compactMap { key, value in value.map { "## signal \(number) \(key) \($0)" } }
  }

  private static func lines(_ set: AnnotationSet) -> [String] {
    ["## annotator \(set.annotator)"] + (set.timeResolutionHz.map { ["## resolution \($0)"] } ?? [])
      + set.definitions.map {
        $0.description.isEmpty
          ? "## type \($0.code.rawValue) \($0.symbol)"
          : "## type \($0.code.rawValue) \($0.symbol) \($0.description)"
      }
      + set.headNotes.map { "## remark " + FileText.decode($0) }
  }
}

/// What the recording field of a file that Tawara wrote says: the word `Tawara` behind the
/// subfields of EDF+, and `frames:650000/360`, frames of the record and of a data record: the last
/// one is filled up.
struct EDFOwnFields: Sendable, Equatable {
  var frameCount: Int
  var framesPerRecord: Int
  /// The frame rate, where 8 characters do not hold a duration that gives it.
  var frameRateHz: Double?
  /// False where the header's time stands for one that is not known.
  var hasTime = true

  init(frameCount: Int, framesPerRecord: Int, frameRateHz: Double?, hasTime: Bool) {
    self.frameCount = frameCount
    self.framesPerRecord = framesPerRecord
    self.frameRateHz = frameRateHz
    self.hasTime = hasTime
  }

  /// Nil for the file of another program.
  init?(recording: String) {
    let words = recording.split(separator: " ")
    guard let mark = words.firstIndex(of: "Tawara") else { return nil }
    var fields: [Substring: Substring] = [:]
    for word in words[mark...].dropFirst() {
      let parts = word.split(separator: ":", maxSplits: 1)
      if parts.count == 2 { fields[parts[0]] = parts[1] }
    }
    let frames = fields["frames"]?.split(separator: "/").compactMap { Int($0) } ?? []
    guard frames.count == 2, frames[0] > 0, frames[1] > 0 else { return nil }
    (frameCount, framesPerRecord) = (frames[0], frames[1])
    frameRateHz = fields["rate"].flatMap { Double($0) }
    hasTime = fields["time"] != "X"
  }

  /// The subfields behind those that EDF+ defines.
  var text: String {
    "Tawara frames:\(frameCount)/\(framesPerRecord)" + (frameRateHz.map { " rate:\($0)" } ?? "")
      + (hasTime ? "" : " time:X")
  }
}
