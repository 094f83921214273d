import ArrhythmiaModel
import Foundation
public import NeuralNetwork
import SignalProcessing
import Waveforms

/// The file of a data set: safetensors, with the stretches' signals, the table of windows, and all
/// else as JSON in the metadata.
extension Dataset {
  /// Larger files than a model's are read.
  private static let fileLimit = 64 << 30
  private static let version = "1"
  private static let columns = 8

  private struct Description: Codable {
    var origin: String
    var sources: [Source]
    var groups: [String]
    var stretches: [[Int]]
    var remarks: [String]
  }

  /// Prepares all signals and writes them, record after record.
  public static func write(
    _ builder: DatasetBuilder, path: String, crew: Crew,
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> Dataset {
    var dataset = builder.empty
    let windows = builder.records.flatMap(\.windows)
    let groups = Set(windows.map(\.group)).sorted()
    let contextWidth = builder.request.preset.isBeatCentred ? Self.contextWidth : 0
    let part = PartialFile(SafeTensorsWriter.part(of: path))
    defer { withExtendedLifetime(part) {} }
    let writer = try SafeTensorsWriter(
      path: path, plan: plan(builder, windows: windows.count, contextWidth: contextWidth),
      metadata: try metadata(builder, groups))
    for index in builder.records.indices {
      for stretch in try builder.signals(index, crew: crew, into: &dataset) {
        try writer.append(stretch.channels.flatMap { $0 })
      }
      progress(index + 1, builder.records.count)
    }
    try writer.append(dataset.windows.flatMap { row($0, groups) })
    try writer.append(dataset.context.flatMap { $0 })
    try writer.finish()
    return dataset
  }

  private static func plan(
    _ builder: DatasetBuilder, windows: Int, contextWidth: Int
  ) -> [SafeTensorsWriter.Plan] {
    let stretches = builder.records.flatMap { record in
      record.stretches.map { (record.source.channels.count, $0.count) }
    }
    return stretches.enumerated().map { index, shape in
      SafeTensorsWriter.Plan("signal.\(index)", .float32, shape: [shape.0, shape.1])
    } + [
      SafeTensorsWriter.Plan("windows", .int32, shape: [windows, columns]),
      SafeTensorsWriter.Plan(
        "context", .float32, shape: [contextWidth > 0 ? windows : 0, contextWidth]),
    ]
  }

  private static func metadata(
    _ builder: DatasetBuilder, _ groups: [String]
  ) throws -> [String: String] {
    let description = Description(
      origin: builder.request.path, sources: builder.records.map(\.source), groups: groups,
      stretches: builder.records.enumerated().flatMap { index, record in
        record.stretches.map { [index, $0.lowerBound, $0.upperBound] }
      }, remarks: builder.remarks)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return [
      "tawara_dataset": version, "preset": builder.request.preset.rawValue,
      "filters": builder.request.settings.direction.rawValue,
      "description": String(decoding: try encoder.encode(description), as: UTF8.self),
    ]
  }

  private static func row(_ window: Window, _ groups: [String]) -> [Int32] {
    [
      Int32(window.source), Int32(window.plan.start), window.plan.set.rawValue,
      Int32(groups.firstIndex(of: window.plan.group) ?? -1), Int32(window.plan.label),
      Int32(window.plan.segment), Int32(window.plan.ordinal), Int32(bitPattern: window.sound),
    ]
  }

  // MARK: Reading

  /// Reads a data set; every number in its tables is checked against the others.
  public init(path: String) throws {
    let file = try SafeTensors(path: path, limit: Self.fileLimit)
    guard file.metadata["tawara_dataset"] == Self.version,
      let preset = file.metadata["preset"].flatMap(LabelPreset.init),
      let direction = file.metadata["filters"].flatMap(FilterCascade.Direction.init),
      let text = file.metadata["description"],
      let about = try? JSONDecoder().decode(Description.self, from: Data(text.utf8))
    else { throw DatasetError.notADataset(path: path, missing: "description of one") }
    self.init(
      preset: preset, direction: direction, origin: about.origin, sources: about.sources,
      windows: [], stretches: [], context: [], remarks: about.remarks)
    for (index, place) in about.stretches.enumerated() {
      stretches.append(try Self.stretch(index, place, about.sources, file))
    }
    let table = try file.int32("windows", shape: [nil, Self.columns])
    for start in Swift.stride(from: 0, to: table.count, by: Self.columns) {
      windows.append(try window(Array(table[start..<start + Self.columns]), about.groups, path))
    }
    let context = try file.float32("context", shape: [nil, nil])
    let wanted = preset.isBeatCentred ? [windows.count, Self.contextWidth] : [0, 0]
    guard context.shape == wanted else {
      throw DatasetError.badTable(
        path: path, expected: "context of shape \(wanted)", found: "\(context.shape)")
    }
    let width = context.shape[1]
    self.context = (0..<context.shape[0]).map {
      Array(context.values[$0 * width..<($0 + 1) * width])
    }
  }

  private static func stretch(
    _ index: Int, _ place: [Int], _ sources: [Source], _ file: SafeTensors
  ) throws -> Stretch {
    guard place.count == 3, sources.indices.contains(place[0]), place[1] < place[2],
      abs(place[1]) < 1 << 40, abs(place[2]) < 1 << 40,
      sources[place[0]].channels.allSatisfy((0..<PreparedSignal.channelCount).contains)
    else {
      throw DatasetError.badTable(
        path: file.path, expected: "a record and a span for stretch \(index)", found: "\(place)")
    }
    let (channels, range) = (sources[place[0]].channels, place[1]..<place[2])
    let values = try file.float32("signal.\(index)", shape: [channels.count, range.count]).values
    var all = [[Float]](repeating: [], count: PreparedSignal.channelCount)
    for (row, channel) in channels.enumerated() {
      all[channel] = Array(values[row * range.count..<(row + 1) * range.count])
    }
    return Stretch(source: place[0], range: range, channels: all)
  }

  private func window(_ row: [Int32], _ groups: [String], _ path: String) throws -> Window {
    let (source, start, group) = (Int(row[0]), Int(row[1]), Int(row[3]))
    let holder = stretches.firstIndex {
      $0.source == source && $0.range.lowerBound <= start
        && start + WindowPlan.samples <= $0.range.upperBound
    }
    guard let holder, let set = WindowSet(rawValue: row[2]), groups.indices.contains(group),
      (-1..<Int32(preset.classes.count)).contains(row[4]), set != .closed || row[4] >= 0
    else {
      throw DatasetError.badTable(
        path: path, expected: "a window within a stretch, with a label of \(preset.rawValue)",
        found: "\(row.prefix(5))")
    }
    return Window(
      source: source,
      plan: PlannedWindow(
        start: start, set: set, group: groups[group], label: Int(row[4]), segment: Int(row[5]),
        ordinal: Int(row[6])),
      stretch: holder, sound: UInt32(bitPattern: row[7]))
  }
}
