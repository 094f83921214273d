public import Annotations
public import ReviewStore

extension MarkIndex {
  /// The beats that readers have labelled themselves, by their classes of EC57: what a copy of a
  /// file's annotations says of the others is nobody's word, and what a model proposed is none.
  public var taughtLabels: [ModelVersion.Content.Label] {
    compactMap { mark in
      guard mark.provenance.reader != nil, !mark.provenance.isProposal, mark.label.meaning.isBeat,
        let beatClass = mark.label.meaning.beatClass
      else { return nil }
      return ModelVersion.Content.Label(
        seconds: timeLine.seconds(mark.start), label: beatClass.rawValue)
    }
  }
}
