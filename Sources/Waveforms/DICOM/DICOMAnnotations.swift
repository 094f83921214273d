/// The Waveform Annotation Sequence; see DICOM PS3.3, C.10.10. What has a place in time becomes an
/// annotation, what has none (a measurement of the whole recording, a statement) a remark.
struct DICOMAnnotations {
  private let values: DICOMValues
  private let timeLine: DICOMTimeLine
  /// Date and time of the first frame.
  private let start: DICOMDateTime?
  /// Ticks of the time line, whose rate is `timeLine.tickRateHz`.
  private let tickCount: Int

  private(set) var annotations: [WFDBAnnotation] = []
  private(set) var remarks: [String] = []
  private var otherGroupCount = 0
  private var medianCount = 0
  private var outsideCount = 0
  private var unplacedCount = 0

  private static let remarkLimit = 500

  init(_ file: DICOMFile, timeLine: DICOMTimeLine, start: DICOMDateTime?) {
    (values, self.timeLine, self.start) = (file.values, timeLine, start)
    tickCount = Int(
      timeLine.parts.map {
        Double($0.lead + $0.group.sampleCount) / $0.group.rateHz * timeLine.tickRateHz
      }.max()?.rounded() ?? 0)
    let items = file.root.items(.annotations)
    let median = medianGroups(items)
    for item in items {
      if let group = values.integer(.annotationGroup, item), median.contains(group),
        item[.samplePositions] != nil
      {
        medianCount += 1
      } else {
        read(item)
      }
    }
    // Stable, so that an end at the time of the next onset stays before it.
    annotations = annotations.enumerated()
      .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
  }

  var warnings: [String] {
    var warnings: [String] = []
    if otherGroupCount > 0 {
      warnings.append(
        "left out: \(otherGroupCount.counted("annotation")) of samples that are not shown")
    }
    if medianCount > 0 {
      warnings.append(
        "left out: \(medianCount.counted("annotation")) of the median beat, though the file refers "
          + "to the rhythm")
    }
    if outsideCount > 0 {
      warnings.append("left out: \(outsideCount.counted("annotation")) outside the recording")
    }
    if unplacedCount > 0 {
      warnings.append(
        "left out: \(unplacedCount.counted("annotation")) without a clear place in time")
    }
    if remarks.count == Self.remarkLimit {
      warnings.append("measurements after the first \(Self.remarkLimit) are left out")
    }
    return warnings
  }

  /// The groups and channels that an annotation belongs to; channel 0 stands for all of a group.
  private typealias Reference = (group: Int, channel: Int)

  private mutating func read(_ item: DICOMDataSet) {
    let concept = values.code(.conceptName, item)
    let references = references(item)
    let text = text(item, concept, references)
    let hasPlace = [.samplePositions, .timeOffsets, .dateTimes].contains { item[$0] != nil }
    guard hasPlace else {
      if text.isEmpty || remarks.count >= Self.remarkLimit { return }
      remarks.append((item[.text] == nil ? "measurement: " : "statement: ") + text)
      return
    }
    guard let part = timeLine.part(group: references.first?.group ?? timeLine.parts[0].group.number)
    else {
      otherGroupCount += 1
      return
    }
    let kind = DICOMAnnotationKind(concept)
    let own = references.count == 1 ? references.first.map(\.channel) ?? 0 : 0
    let channel = own > 0 && own <= part.group.channels.count ? part.firstChannel + own - 1 : 0
    let ranges = ranges(item, part)
    if ranges.isEmpty { unplacedCount += 1 }
    for range in ranges {
      guard range.lowerBound >= 0, range.lowerBound < tickCount, range.upperBound <= tickCount
      else {
        outsideCount += 1
        continue
      }
      annotations += kind.annotations(
        range, text: text, channel: UInt8(clamping: channel), ticksPerSecond: timeLine.tickRateHz)
    }
  }

  private func references(_ item: DICOMDataSet) -> [Reference] {
    let numbers = values.integers(.referencedChannels, item, width: 2)
    return stride(from: 0, to: numbers.count - 1, by: 2).map { (numbers[$0], numbers[$0 + 1]) }
  }

  /// Annotation groups that hold the fiducial points of a median beat. Electrocardiographs of one
  /// maker refer these to the rhythm's samples, where they would stand as one beat too many: they
  /// are known by a fiducial point at the sample to which the median beat is aligned, and by lying
  /// within its length.
  private func medianGroups(_ items: [DICOMDataSet]) -> Set<Int> {
    var positions: [Int: [Int]] = [:]
    var fiducials: [Int: [Int]] = [:]
    for item in items where values.code(.conceptName, item)?.scheme == "SCPECG" {
      guard let group = values.integer(.annotationGroup, item) else { continue }
      let own = values.integers(.samplePositions, item, width: 4)
      positions[group, default: []] += own
      if values.code(.conceptName, item)?.value == "5.7.1-3" { fiducials[group] = own }
    }
    let median = fiducials.keys.filter { group in
      timeLine.derived.contains { derived in
        fiducials[group] == derived.triggerPosition.map { [$0] }
          && positions[group]?.allSatisfy { $0 <= derived.sampleCount } == true
      }
    }
    return Set(median)
  }

  // MARK: Words

  /// `QRS Duration: 75 ms`, `Ablation on`, a text as it stands; the channel where it is one.
  private func text(
    _ item: DICOMDataSet, _ concept: DICOMCode?, _ references: [Reference]
  ) -> String {
    let plain = values.text(.text, item)
    var parts = [plain.isEmpty ? concept?.words ?? "" : plain]
    let units = values.code(.measurementUnits, item).map { DICOMUnit.name($0) } ?? ""
    let numbers = values.texts(.numericValue, item).joined(separator: ", ")
    if !numbers.isEmpty { parts.append(units.isEmpty ? numbers : "\(numbers) \(units)") }
    if let code = values.code(.conceptCode, item) { parts.append(code.words) }
    let text = parts.filter { !$0.isEmpty }.joined(separator: ": ")
    guard references.count == 1, let name = channelName(references[0]) else { return text }
    return "\(text) (\(name))"
  }

  private func channelName(_ reference: Reference) -> String? {
    guard let part = timeLine.part(group: reference.group), reference.channel > 0,
      reference.channel <= part.group.channels.count
    else { return nil }
    return part.group.channels[reference.channel - 1].name
  }

  // MARK: Times

  /// The spans of time that an annotation names, in ticks.
  private func ranges(_ item: DICOMDataSet, _ part: DICOMTimeLine.Part) -> [ClosedRange<Int>] {
    let times = times(item, part)
    switch values.text(.temporalRange, item) {
    case "SEGMENT", "MULTISEGMENT":
      return stride(from: 0, to: times.count - 1, by: 2).compactMap { index in
        times[index] <= times[index + 1] ? times[index]...times[index + 1] : nil
      }
    case "BEGIN":
      return times.first.map { [min($0, tickCount)...tickCount] } ?? []
    case "END":
      return times.first.map { [0...max(0, $0)] } ?? []
    default: return times.map { $0...$0 }
    }
  }

  /// Points in time, in ticks: by sample (the first is 1), by seconds from the group's start, or by
  /// date and time.
  private func times(_ item: DICOMDataSet, _ part: DICOMTimeLine.Part) -> [Int] {
    let rate = part.group.rateHz
    let lead = Double(part.lead)
    let positions = values.integers(.samplePositions, item, width: 4)
    if !positions.isEmpty {
      return positions.compactMap { ticks((lead + Double(max(1, $0) - 1)) / rate) }
    }
    let offsets = values.decimals(.timeOffsets, item)
    if !offsets.isEmpty { return offsets.compactMap { ticks($0 + lead / rate) } }
    return values.texts(.dateTimes, item).compactMap { text in
      start.flatMap { DICOMDateTime(dateTime: text)?.seconds(since: $0) }.flatMap { ticks($0) }
    }
  }

  private func ticks(_ seconds: Double) -> Int? {
    Int(exactly: (seconds * timeLine.tickRateHz).rounded())
  }
}
