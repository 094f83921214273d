public import Annotations

/// What readers do to marks, as edits.
public struct LabelEditing: Sendable {
  public let reader: String
  public var means: Provenance.Means

  public init(reader: String, means: Provenance.Means = .hand) {
    (self.reader, self.means) = (reader, means)
  }

  private var provenance: Provenance { .reader(reader, by: means) }

  /// A new mark at an instant, or over a span.
  public func add(_ label: Label, _ ticks: Range<Int>, channels: [Int] = []) -> Edit {
    .add(
      Mark(id: .random(), ticks: ticks, label: label, channels: channels, provenance: provenance))
  }

  /// Another label for a mark. What a file said of the one before beside its label goes with it.
  public func change(_ mark: Mark, to label: Label) -> Edit {
    .change(mark) {
      if $0.label != label { $0.fields = nil }
      $0.label = label
      $0.provenance = provenance
    }
  }

  /// Other times for a mark.
  public func move(_ mark: Mark, to ticks: Range<Int>) -> Edit {
    .change(mark) {
      $0.ticks = ticks
      $0.fields?.durationSeconds = nil
      $0.provenance = provenance
    }
  }

  public func remove(_ mark: Mark) -> Edit { .remove(mark) }

  /// Says of a proposal that it is right: the reader's from then on.
  public func accept(_ mark: Mark) -> Edit? {
    let means: Provenance.Means
    switch mark.provenance {
    case .model(let name, let probability): means = .model(name, probability: probability)
    case .detector: means = .detector
    case .disputed: means = .adjudication
    case .file, .reader: return nil
    }
    return .change(mark) { $0.provenance = .reader(reader, by: means) }
  }
  // MARK: Disputes

  /// Decides a place for what a reader says there, which may be nothing; for neither where none is
  /// named.
  public func decide(_ dispute: Dispute, for reader: String?) -> [Edit] {
    let kept = reader.flatMap { dispute.mark(of: $0) }
    return dispute.marks.compactMap { $0.id == kept?.id ? accept($0) : remove($0) }
  }

  /// Decides a place by a label that neither has to have.
  public func decide(_ dispute: Dispute, as label: Label) -> [Edit] {
    let kept = dispute.marks.first { $0.label == label } ?? dispute.marks.first
    return dispute.marks.map { mark in
      guard mark.id == kept?.id else { return remove(mark) }
      return .change(mark) {
        if $0.label != label { $0.fields = nil }
        $0.label = label
        $0.provenance = .reader(self.reader, by: .adjudication)
      }
    }
  }
}
