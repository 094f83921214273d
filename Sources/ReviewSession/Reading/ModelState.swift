public import ArrhythmiaModel
import Waveforms

/// What the model has said of the record so far, and of itself.
public struct ModelState: Sendable {
  /// What the screen has to know of a model before it has read anything.
  public struct Facts: Sendable, Equatable {
    public var name: String
    /// Of the weights.
    public var digest: String
    public var classes: [String]
    public var isFaithful: Bool
    public var isBeatCentred: Bool
    /// What readers have made of it, in a word: taught, or overridden where the verdict was against
    /// it; nil of a model as it came.
    public var standing: String?

    public init(
      name: String, digest: String, classes: [String], isFaithful: Bool, isBeatCentred: Bool,
      standing: String? = nil
    ) {
      self.name = name
      self.digest = digest
      self.classes = classes
      self.isFaithful = isFaithful
      self.isBeatCentred = isBeatCentred
      self.standing = standing
    }
  }

  public let facts: Facts
  /// Why it cannot read this record, in a sentence.
  public var problem: String?
  /// What of the record it does not see, in a sentence.
  public var remark: String?
  /// What each finding is about, in seconds, in order.
  public private(set) var places: [Range<Double>] = []
  /// As labels have left them, where the model is taught.
  public private(set) var findings: [RecordClassifier.Finding?] = []
  /// What labels of the record have made of what the model said; nil where it says it by itself.
  public private(set) var taught: TaughtRecord?
  /// What the model said by itself, where it is taught.
  private var own: [RecordClassifier.Finding?] = []
  /// The name of the version in use, where what is taught was taken up.
  public var versionTitle: String?
  public private(set) var readCount = 0
  private var isAdapted = false
  /// Whether it is known what there is to read.
  public private(set) var hasBegun = false
  public private(set) var examples: PrototypeExamples
  private var details: [Int: WindowDetail] = [:]
  private var detailOrder: [Int] = []
  private var unexplained: Set<Int> = []
  /// Rows of electrograms and of leads that the model finds in the record.
  public private(set) var channels: [ModelFit.Channel] = []

  public init(_ facts: Facts) {
    self.facts = facts
    examples = PrototypeExamples(classes: facts.classes.count)
  }

  public var classes: [String] { facts.classes }
  /// Whether there are windows to show, read or not.
  public var isReading: Bool { problem == nil && !places.isEmpty }
  /// How much is read, in per cent, rounded down.
  public var readPercent: Int { 100 * readCount / max(1, places.count) }
  /// Whether all is read, and of beats what families say is known.
  public var isComplete: Bool {
    hasBegun && readCount == places.count
      && (isAdapted || !facts.isBeatCentred || places.isEmpty)
  }

  /// `g8 3f2a91`; where it is taught, `aami 3f2a91 v2` or `aami 3f2a91 + 5 labels`
  public var label: String {
    let label =
      "\(facts.name) \(facts.digest.prefix(6))" + (facts.standing.map { " \($0)" } ?? "")
    guard let taught, !taught.request.labels.isEmpty else { return label }
    return label
      + (versionTitle.map { " \($0)" } ?? " + \(taught.request.labels.count.counted("label"))")
  }
  /// What the heat may be called.
  public var heatName: String { facts.isFaithful ? "relevance" : "attention" }

  /// Details that are kept.
  private static let detailLimit = 64

  public mutating func begin(places: [Range<Double>], fit: ModelFit) {
    self.places = places
    hasBegun = true
    findings = Array(repeating: nil, count: places.count)
    (taught, own) = (nil, [])
    (readCount, isAdapted) = (0, false)
    examples = PrototypeExamples(classes: classes.count)
    (details, detailOrder, unexplained) = ([:], [], [])
    remark = fit.remark
    channels = fit.channels.filter { channel in
      channel.recorded != nil && channel.isRead && fit.state(channel.modality) == .used
    }
  }

  public mutating func take(_ found: [RecordClassifier.Finding], from first: Int) {
    for (offset, finding) in found.enumerated() where findings.indices.contains(first + offset) {
      if findings[first + offset] == nil { readCount += 1 }
      findings[first + offset] = finding
      examples.add(finding, first + offset)
    }
  }

  /// Takes in all findings as they are when adapted to their record.
  public mutating func adapt(to adapted: [RecordClassifier.Finding]) {
    guard adapted.count == findings.count, taught == nil else { return }
    (findings, isAdapted) = (adapted, true)
  }

  /// Takes in what labels have made of all findings, or that they make nothing of them any more.
  public mutating func take(_ taught: TaughtRecord?) {
    if self.taught != nil { findings = own }
    self.taught = taught
    guard let taught, taught.findings.count == findings.count else { return }
    own = findings
    findings = taught.findings
  }

  /// What the model said by itself.
  public func untaught(_ index: Int) -> RecordClassifier.Finding? {
    taught == nil ? findings[index] : own[index]
  }

  /// What the model said by itself of a record that it has read.
  public var untaughtFindings: [RecordClassifier.Finding] {
    (taught == nil ? findings : own).compactMap { $0 }
  }

  /// A finding's class in a word.
  public func className(_ finding: RecordClassifier.Finding?) -> String {
    finding?.decision.map { classes[$0] } ?? "no class"
  }

  public mutating func take(_ detail: WindowDetail) {
    guard detail.similarities.count == classes.count else { return }
    if details.updateValue(detail, forKey: detail.index) == nil { detailOrder.append(detail.index) }
    if detailOrder.count > Self.detailLimit { details[detailOrder.removeFirst()] = nil }
  }

  /// Notes that a window has nothing to explain.
  public mutating func cannotExplain(_ index: Int) { unexplained.insert(index) }

  /// Whether a window's detail is still to come.
  public func lacksDetail(_ index: Int) -> Bool {
    details[index] == nil && !unexplained.contains(index)
  }

  public func detail(_ index: Int?) -> WindowDetail? { index.flatMap { details[$0] } }

  /// Why a finding is uncertain, the gravest reason first; none where it is sure, or not read yet.
  public func reasons(_ index: Int) -> [UncertaintyReason] {
    findings[index]?.verdict.reasons ?? []
  }

  /// The finding that is about a moment, or the nearest; nil where there are none.
  public func index(at seconds: Double) -> Int? {
    RecordReading.index(nearestTo: seconds, in: places)
  }

  /// The numbers of findings that have to do with a span of time.
  public func indices(from start: Double, to end: Double) -> Range<Int> {
    guard let first = index(at: start), var last = index(at: end) else { return 0..<0 }
    last = max(first, last)
    return first..<last + 1
  }

  /// Where a run of findings of one class begins, sure ones only.
  public var episodeStarts: [(seconds: Double, decision: Int)] {
    var result: [(Double, Int)] = []
    var before: Int?
    for (place, finding) in zip(places, findings) {
      let decision = finding.flatMap { $0.isUncertain ? nil : $0.decision }
      if let decision, decision != before { result.append((place.lowerBound, decision)) }
      before = decision
    }
    return result
  }

  /// Tokens in a window of each modality; 0 before the first detail has come.
  public var tokens: Int { detailOrder.last.flatMap { details[$0]?.tokens } ?? 0 }

  /// Rows of the attention lane: one for each modality that is read.
  public var attentionRows: Int { isReading ? Set(channels.map(\.modality)).count : 0 }

  /// Channels of the heatmap, by the record's names.
  public var relevanceNames: [String] { channels.compactMap(\.recorded) }

  /// Share of the findings read so far that are uncertain, 0...1; nil before the first.
  public var uncertainShare: Double? {
    guard readCount > 0 else { return nil }
    return Double(findings.count { $0?.isUncertain == true }) / Double(readCount)
  }

  /// What the list of records shows of it.
  public var summary: RecordReadingSummary? {
    guard let share = uncertainShare else { return nil }
    let sure = findings.compactMap { $0.flatMap { $0.isUncertain ? nil : $0.decision } }
    let counts = Dictionary(grouping: sure) { $0 }.mapValues(\.count)
    let top = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    return RecordReadingSummary(
      windows: places.count, uncertainShare: share, model: label, topClass: top.map { classes[$0] })
  }

  /// A class's letter, where a name has no room: the shortest beginning that no other class shares.
  public func shortName(_ index: Int) -> String {
    let name = classes[index]
    for length in 1...max(1, name.count) {
      let short = name.prefix(length)
      if classes.filter({ $0.hasPrefix(short) }).count == 1 { return String(short) }
    }
    return name
  }
}
