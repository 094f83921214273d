import Annotations
import ArrhythmiaModel
import Training
import Waveforms

/// What is said of a record's windows already: by the reader, or by what came with the record.
struct WindowLabels {
  private let preset: LabelPreset?
  private let classes: [String]
  private let record: Record
  private let own: MarkIndex?
  private let ownRhythms: RhythmTimeline?
  private let imported: MarkIndex?
  private let importedRhythms: RhythmTimeline?

  init(_ properties: ModelProperties, record: Record, own: MarkIndex?, imported: MarkIndex?) {
    preset = properties.labelPreset
    classes = properties.classes
    self.record = record
    let readers = own.map { $0.filter { $0.provenance.reader != nil } } ?? []
    self.own = own.flatMap { try? MarkIndex(readers, timeLine: $0.timeLine) }
    self.imported = imported
    ownRhythms = self.own?.rhythms(of: record)
    importedRhythms = imported?.rhythms(of: record)
  }

  func label(_ place: Range<Double>) -> WorklistCandidate.Label? {
    guard let preset else { return nil }
    if preset.isBeatCentred {
      if let beat = beat(own, place) { return .reader(category(beat)) }
      return beat(imported, place).flatMap(category).map { .imported($0) }
    }
    let middle = Int((place.lowerBound + place.upperBound) / 2 * record.frameRateHz)
    if let name = ownRhythms?.rhythm(at: middle)?.name {
      return .reader(category(name, preset, own, place))
    }
    return importedRhythms?.rhythm(at: middle)
      .flatMap { category($0.name, preset, imported, place) }
      .map { .imported($0) }
  }

  private func beat(_ marks: MarkIndex?, _ place: Range<Double>) -> Mark? {
    let middle = (place.lowerBound + place.upperBound) / 2
    let found = marks?.nearest(to: middle) { $0.label.meaning.isBeat }
    guard let found, let marks, abs(marks.timeLine.seconds(found.start) - middle) <= 0.05 else {
      return nil
    }
    return found
  }

  private func category(_ mark: Mark) -> Int? {
    mark.label.meaning.beatClass.flatMap { classes.firstIndex(of: $0.rawValue) }
  }

  /// The class of a rhythm's name; where the name says nothing of the complexes, as `N` does not,
  /// that of most beats there.
  private func category(
    _ rhythm: String, _ preset: LabelPreset, _ marks: MarkIndex?, _ place: Range<Double>
  ) -> Int? {
    let groups = Vocabulary.rhythm(named: rhythm).groups
    if groups.count == 1 { return groups.first.flatMap { index(of: $0, preset) } }
    if groups.isEmpty { return classes.firstIndex(of: TaughtEpisode.className(rhythm)) }
    var counts: [RhythmGroup: Int] = [:]
    guard let marks else { return nil }
    for mark in marks.marks(from: place.lowerBound - 1, to: place.upperBound + 1) {
      guard case .rhythm(let group, _) = mark.label.meaning.role, groups.contains(group) else {
        continue
      }
      counts[group, default: 0] += 1
    }
    let commonest = counts.max { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }
    return commonest.flatMap { index(of: $0.key, preset) }
  }

  /// Where the model has a rhythm: under the name that its preset gives the class, or, where it was
  /// taught, under the rhythm's own.
  private func index(of group: RhythmGroup, _ preset: LabelPreset) -> Int? {
    let name = preset.label(of: group).map { preset.classes[$0] } ?? group.rawValue
    return classes.firstIndex(of: name)
  }
}
