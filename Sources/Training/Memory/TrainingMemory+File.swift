import ArrhythmiaModel
import Foundation
import NeuralNetwork

/// The file: safetensors with `windows` `[n, 3]` (role, class, patient), `rows` `[r, 2]` (window,
/// channel: 12 leads, then 14 intracardiac), `samples` `[r, 256]` (four bytes a number), `context`
/// `[n, c]`, and `features.CLASS` `[m, width]`.
extension TrainingMemory {
  private static let mark = "tawara_memory"
  private static let version = "1"
  private static let words = WindowPlan.samples / 4
  private static let channels = ModelConfiguration.ecgChannels + ModelConfiguration.iegmChannels

  /// Writes it, whole or not at all.
  public func write(path: String) throws {
    var rows: [Int32] = []
    var samples: [Int32] = []
    for (number, window) in windows.enumerated() {
      for channel in 0..<Self.channels where Self.isLive(window.signal, channel) {
        rows += [Int32(number), Int32(channel)]
        samples += MemorySamples.packed(Self.samples(window.signal, channel))
      }
    }
    let count = windows.count
    let width = windows.first?.context.count ?? 0
    var tensors: [String: SafeTensors.Value] = [
      "windows": .int32(
        windows.flatMap { [$0.role.rawValue, Int32($0.label), Int32($0.patient)] },
        shape: [count, 3]),
      "rows": .int32(rows, shape: [rows.count / 2, 2]),
      "samples": .int32(samples, shape: [rows.count / 2, Self.words]),
      "context": .float32(
        Tensor(shape: [width > 0 ? count : 0, width], values: windows.flatMap(\.context))),
    ]
    for (name, values) in zip(classes, features) {
      tensors["features.\(name)"] = .float32(
        Tensor(shape: [values.count, values.first?.count ?? 0], values: values.flatMap { $0 }))
    }
    try SafeTensors.write(
      tensors,
      metadata: [
        Self.mark: Self.version, "classes": classes.joined(separator: " "),
        "fingerprint": fingerprint,
      ], path: path)
  }

  /// Reads what `write` wrote; throws `DatasetError` and `SafeTensorsError`.
  public init(path: String) throws {
    let file = try SafeTensors(path: path)
    guard file.metadata[Self.mark] == Self.version, let names = file.metadata["classes"] else {
      throw DatasetError.badTable(
        path: path, expected: "a model's memory", found: "something else")
    }
    let classes = names.split(separator: " ").map(String.init)
    (self.classes, fingerprint) = (classes, file.metadata["fingerprint"] ?? "")
    let table = try file.int32("windows", shape: [nil, 3])
    let context = try file.float32("context", shape: [nil, nil])
    let width = context.shape[1]
    var windows = try stride(from: 0, to: table.count, by: 3).map { first in
      guard let role = Role(rawValue: table[first]), classes.indices.contains(Int(table[first + 1]))
      else {
        throw DatasetError.badTable(
          path: path, expected: "a role of 0 or 1 and a class below \(classes.count)",
          found: "\(table[first]) and \(table[first + 1])")
      }
      let place = first / 3
      return Window(
        role: role, label: Int(table[first + 1]), patient: Int(table[first + 2]),
        signal: PreparedWindow(samples: WindowPlan.samples),
        context: width > 0 && context.shape[0] > place
          ? Array(context.values[place * width..<(place + 1) * width]) : [])
    }
    try Self.fill(&windows, file, path)
    self.windows = windows
    features = try classes.map { name in
      let tensor = try file.float32("features.\(name)", shape: [nil, nil])
      return (0..<tensor.shape[0]).map { row in
        Array(tensor.values[row * tensor.shape[1]..<(row + 1) * tensor.shape[1]])
      }
    }
  }

  private static func fill(
    _ windows: inout [Window], _ file: SafeTensors, _ path: String
  ) throws {
    let rows = try file.int32("rows", shape: [nil, 2])
    let samples = try file.int32("samples", shape: [rows.count / 2, words])
    for row in 0..<rows.count / 2 {
      let (window, channel) = (Int(rows[2 * row]), Int(rows[2 * row + 1]))
      guard windows.indices.contains(window), (0..<channels).contains(channel) else {
        throw DatasetError.badTable(
          path: path, expected: "rows of \(windows.count) windows and \(channels) channels",
          found: "\(window) and \(channel)")
      }
      let values = MemorySamples.unpacked(samples[row * words..<(row + 1) * words])
      put(values, channel, into: &windows[window].signal)
    }
  }

  // MARK: Channels

  private static func isLive(_ window: PreparedWindow, _ channel: Int) -> Bool {
    let leads = ModelConfiguration.ecgChannels
    return (channel < leads ? window.ecgLive[channel] : window.iegmLive[channel - leads]) == 1
  }

  private static func samples(_ window: PreparedWindow, _ channel: Int) -> ArraySlice<Float> {
    let (leads, count) = (ModelConfiguration.ecgChannels, WindowPlan.samples)
    let place = channel < leads ? channel : channel - leads
    return (channel < leads ? window.ecg : window.iegm)[place * count..<(place + 1) * count]
  }

  private static func put(_ values: [Float], _ channel: Int, into window: inout PreparedWindow) {
    let (leads, count) = (ModelConfiguration.ecgChannels, WindowPlan.samples)
    if channel < leads {
      window.ecg.replaceSubrange(channel * count..<(channel + 1) * count, with: values)
      window.ecgLive[channel] = 1
    } else {
      let place = channel - leads
      window.iegm.replaceSubrange(place * count..<(place + 1) * count, with: values)
      window.iegmLive[place] = 1
    }
  }
}
