/// How lanes stand on a strip, as hospitals print ECGs.
public enum StripForm: String, Sendable, CaseIterable {
  /// Twelve leads in four columns of three, which take turns, above a rhythm lead over all the
  /// time.
  case threeByFour = "3x4"
  /// Twelve leads in two columns of six.
  case sixByTwo = "6x2"
  /// Each lane over all the time, one above another.
  case twelveByOne = "12x1"
  /// The same for an electrophysiological study: surface leads above catheters.
  case study = "ep"

  /// Leads in the order in which they are printed.
  public static let leads = [
    "I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6",
  ]

  /// Leads that take turns on each line; none where each lane has a line to itself.
  public var lines: [[String]] {
    switch self {
    case .threeByFour: Self.columns(4)
    case .sixByTwo: Self.columns(2)
    case .twelveByOne, .study: []
    }
  }

  private static func columns(_ count: Int) -> [[String]] {
    let height = leads.count / count
    return (0..<height).map { line in (0..<count).map { leads[$0 * height + line] } }
  }
}

extension Strip {
  /// Puts lanes where a form has them, with those of the numbers `rhythm` below, over all the time.
  public mutating func arrange(_ form: StripForm, rhythm: [Int] = []) {
    lines = form.lines.map { line in
      line.map { lead in lanes.firstIndex { $0.lead == lead } }
    }
    if !lines.isEmpty { lines += rhythm.map { [$0] } }
  }

  /// Lines of lanes, whether they take turns or not; numbers of no lane are places that stay free.
  var shownLines: [[Int?]] {
    guard !lines.isEmpty else { return lanes.indices.map { [$0] } }
    return lines.map { $0.map { index in index.flatMap { lanes.indices.contains($0) ? $0 : nil } } }
  }

  /// Whether lanes take turns on some line.
  var hasTurns: Bool { lines.contains { $0.count > 1 } }
}
