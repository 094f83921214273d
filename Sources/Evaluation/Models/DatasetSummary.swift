import ArrhythmiaModel
public import Training
import Waveforms

/// What is in a data set, as lines.
public enum DatasetSummary {
  /// How many windows and patients each class has, and what lies outside the classes.
  public static func lines(_ dataset: Dataset, title: String) -> [String] {
    let patients = Set(dataset.sources.map(\.patient)).count
    var lines = [
      "\(title): preset \(dataset.preset.rawValue), \(dataset.sources.count.counted("record")) of "
        + "\(patients.counted("patient")), \(dataset.windows.count.counted("window"))"
    ]
    let closed = dataset.windows.indices.filter { dataset.windows[$0].plan.set == .closed }
    lines.append("class      windows  on the coarse grid  patients")
    let coarse = dataset.counts(closed.filter { !dataset.windows[$0].plan.isDense })
    for (index, count) in dataset.counts(closed).enumerated() {
      lines.append(
        PlainText.left(dataset.classes[index], 9) + PlainText.right("\(count.windows)", 9)
          + PlainText.right("\(coarse[index].windows)", 20)
          + PlainText.right("\(count.patients)", 10))
    }
    for set in [WindowSet.fewShot, .transition] {
      let windows = dataset.windows.filter { $0.plan.set == set }
      let groups = Dictionary(grouping: windows) { $0.plan.group }.mapValues(\.count)
      guard !groups.isEmpty else { continue }
      let names = groups.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      lines.append(
        (set == .fewShot ? "outside the classes: " : "between two rhythms: ")
          + (set == .fewShot ? names.joined(separator: ", ") : "\(windows.count)"))
    }
    return lines
  }
}
