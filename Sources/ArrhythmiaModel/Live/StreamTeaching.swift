import SignalProcessing

/// Teaching while a recording comes: what labels of some beats make of those that are kept.
///
/// As `RecordTeaching` for a whole record, on the beats that were labelled, however long ago, and on
/// those of the last two minutes. It takes some milliseconds: two leads, some hundred beats.
public struct StreamTeaching: Sendable {
  /// A beat, by a number that the caller gives it for good.
  public typealias Number = Int

  /// A label of a beat.
  public struct Label: Sendable, Hashable {
    public var beat: Number
    /// Its class, by the model's number.
    public var label: Int

    public init(beat: Number, label: Int) { (self.beat, self.label) = (beat, label) }
  }

  /// What labels come to.
  public struct Lesson: Sendable {
    public var verdict: TeachingVerdict
    /// What is said now of the beats that are kept.
    public var findings: [Number: RecordClassifier.Finding]
    /// Of these, as the model has it and as it is taught, where the class is another one.
    public var changes: [(before: Int, after: Int)]
    /// Labels without a beat that is known.
    public var unplaced: Int
  }

  private struct Beat {
    var number: Number
    /// In the signal that is kept; nil of a beat of which the form alone is.
    var place: Int?
    /// What the model has said of it.
    var finding: RecordClassifier.Finding
    var form: BeatForms?
  }

  private var recent: [Beat] = []
  /// Twice what a signal keeps, so that it is looked at now and then only.
  private static let keptPlaces =
    2 * Int(StreamReading.keptSeconds * PreparationSettings.samplingRateHz)
  /// Those that were labelled once, in the order of their labels.
  private var labelled: [Beat] = []

  public init() {}

  /// Takes in what the model has said of a beat at a place of the signal.
  public mutating func take(_ finding: RecordClassifier.Finding, of number: Number, at place: Int) {
    recent.append(Beat(number: number, place: place, finding: finding))
    // Hours of a stream that nobody labels must not pile up.
    guard let oldest = recent.first?.place, place - oldest > Self.keptPlaces else { return }
    recent.removeAll { $0.place.map { $0 < place - Self.keptPlaces / 2 } ?? true }
  }

  /// The signal begins anew: what was labelled stays known.
  public mutating func restart() { recent = [] }

  /// What the model itself has said of the beats that are kept.
  public var untaught: [Number: RecordClassifier.Finding] {
    Dictionary(recent.map { ($0.number, $0.finding) }) { $1 }
  }

  /// What labels come to for the beats that are kept; nil where nothing is known of any.
  public mutating func lesson(
    _ labels: [Label], _ signal: StreamSignal, _ selection: InputSelection
  )
    -> Lesson?
  {
    let range = signal.signal.range
    recent.removeAll { $0.place.map { !range.contains($0) } ?? true }
    let leads = selection.read(of: signal.leads(range)).filter { !$0.isEmpty }
    guard !recent.isEmpty, !leads.isEmpty else { return nil }
    let forms = BeatForms(
      leadsMillivolts: leads, beats: recent.compactMap(\.place).map { $0 - range.lowerBound })
    keep(labels, forms)
    let known = Set(recent.map(\.number))
    let older = labelled.filter { !known.contains($0.number) && $0.form?.leadCount == leads.count }
    return lesson(labels, older + recent, BeatForms.joined(older.compactMap(\.form) + [forms]))
  }

  /// Keeps the forms of beats that have a label now.
  private mutating func keep(_ labels: [Label], _ forms: BeatForms) {
    for label in labels where !labelled.contains(where: { $0.number == label.beat }) {
      guard let place = recent.firstIndex(where: { $0.number == label.beat }) else { continue }
      var beat = recent[place]
      (beat.place, beat.form) = (nil, forms.selected([place]))
      labelled.append(beat)
    }
  }

  private func lesson(_ labels: [Label], _ beats: [Beat], _ forms: BeatForms) -> Lesson {
    let teaching = RecordTeaching(space: BeatSpace(forms), findings: beats.map(\.finding))
    let places = Dictionary(beats.indices.map { (beats[$0].number, $0) }) { $1 }
    let placed = labels.compactMap { label in
      places[label.beat].map { BeatTeacher.Label(beat: $0, label: label.label) }
    }
    let lesson = teaching.lesson(placed)
    let kept = beats.indices.filter { beats[$0].place != nil }
    return Lesson(
      verdict: lesson.verdict,
      findings: Dictionary(kept.map { (beats[$0].number, lesson.findings[$0]) }) { $1 },
      changes: kept.compactMap { index in
        guard let before = beats[index].finding.decision,
          let after = lesson.findings[index].decision,
          before != after
        else { return nil }
        return (before, after)
      }, unplaced: labels.count - placed.count)
  }
}
