import ArrhythmiaModel
import Foundation
import NeuralNetwork
import Training

/// The contents of a data set's file, written out by a test. A data set can only be read, so this is how
/// a test comes by one with just the windows that it wants.
struct HandMadeDataset {
  struct Window {
    var source: Int
    var start: Int
    var set = WindowSet.closed
    var group: String
    var label: Int
    var segment = 0
    var ordinal = 0
    var sound: Int32 = 0
  }

  struct Stretch {
    var source: Int
    var range: Range<Int>
    /// Millivolts, channel after channel of the source's.
    var values: [Float] = []
  }

  var preset = LabelPreset.g6
  var filters = "forwardBackward"
  var version = "1"
  var origin = "/records/of/a/test"
  var sources: [Dataset.Source] = []
  var stretches: [Stretch] = []
  var windows: [Window] = []
  var remarks: [String] = []
  /// The length of each row of the table of windows that is written.
  var columns = 8

  private struct Description: Codable {
    var origin: String
    var sources: [Dataset.Source]
    var groups: [String]
    var stretches: [[Int]]
    var remarks: [String]
  }

  /// Adds a record whose stretch has no signal: enough for all that only looks at the table.
  mutating func addSource(
    _ name: String, patient: String? = nil, cohort: String = "", samples: Int
  ) {
    stretches.append(Stretch(source: sources.count, range: -512..<samples))
    sources.append(
      Dataset.Source(
        name: name, patient: patient ?? name, cohort: cohort, channels: [], mainsHz: 50,
        digest: name))
  }

  func write(_ path: String) throws {
    let groups = Set(windows.map(\.group)).sorted()
    let description = Description(
      origin: origin, sources: sources, groups: groups,
      stretches: stretches.map { [$0.source, $0.range.lowerBound, $0.range.upperBound] },
      remarks: remarks)
    var tensors: [String: SafeTensors.Value] = [:]
    for (index, stretch) in stretches.enumerated() {
      let channels = sources[stretch.source].channels.count
      tensors["signal.\(index)"] = .float32(
        Tensor(shape: [channels, stretch.range.count], values: stretch.values))
    }
    let rows = windows.flatMap { window in
      let row = [
        Int32(window.source), Int32(window.start), window.set.rawValue,
        Int32(groups.firstIndex(of: window.group) ?? -1), Int32(window.label),
        Int32(window.segment), Int32(window.ordinal), window.sound,
      ]
      return Array(row.prefix(columns))
    }
    tensors["windows"] = .int32(rows, shape: [windows.count, columns])
    let width = preset.isBeatCentred ? Self.contextWidth : 0
    let count = preset.isBeatCentred ? windows.count : 0
    tensors["context"] = .float32(
      Tensor(shape: [count, width], values: Array(repeating: 0, count: count * width)))
    let text = String(decoding: try JSONEncoder().encode(description), as: UTF8.self)
    try SafeTensors.write(
      tensors,
      metadata: [
        "tawara_dataset": version, "preset": preset.rawValue, "filters": filters,
        "description": text,
      ], path: path)
  }

  private static let contextWidth =
    BeatContext.width + Dataset.contextPieces.count * RhythmContext.width
    + Dataset.contextLeads * BeatMorphology.width

  /// Written and read again.
  func read(in folder: ScratchFolder, as name: String = "made.safetensors") throws -> Dataset {
    try write(folder.file(name))
    return try Dataset(path: folder.file(name))
  }
}

extension HandMadeDataset {
  /// A record of a patient with segments of the given classes, each of so many windows on the coarse
  /// grid, `gap` samples apart. Every `denseEvery`th window is followed by one of the dense grid.
  mutating func addRecord(
    _ name: String, patient: String? = nil, cohort: String = "",
    segments: [(label: Int, windows: Int)], gap: Int = 2200, dense: Bool = false
  ) {
    let source = sources.count
    var start = 0
    for (number, segment) in segments.enumerated() {
      for ordinal in 0..<segment.windows {
        let window = Window(
          source: source, start: start + ordinal * WindowPlan.stride,
          group: preset.classes[segment.label], label: segment.label, segment: number,
          ordinal: ordinal)
        windows.append(window)
        if dense {
          var between = window
          (between.start, between.ordinal) = (window.start + WindowPlan.denseStride, -1)
          windows.append(between)
        }
      }
      start += segment.windows * WindowPlan.stride + WindowPlan.samples + gap
    }
    addSource(name, patient: patient, cohort: cohort, samples: start + WindowPlan.samples)
  }
}
