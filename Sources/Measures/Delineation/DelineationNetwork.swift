import CDelineation
import NeuralNetwork

/// The network that says where waves begin and end, in one lead around one beat.
///
/// Convolutions over time halve the resolution four times, from 250 to 15.6 Hz, and come back up
/// with what each resolution showed (Ronneberger, Fischer and Brox, MICCAI 2015; for the ECG,
/// Moskalenko, Zolotykh and Osipov, Studies in Computational Intelligence 2020;856:246). It reads
/// one lead, so that any number of leads can be joined, and says for each mark how likely it is at
/// each sample. `docs/results.md` says what it was trained on and how far it is off.
struct DelineationNetwork: Sendable {
  /// One set of numbers for the whole program.
  static let shared = DelineationNetwork()

  private let layout: ParameterLayout
  private let parameters: Parameters
  private let down: [Convolution1D]
  private let up: [Convolution1D]
  private let marks: Convolution1D
  private let presence: (hidden: Linear, out: Linear)

  /// Channels at each resolution.
  private static let widths = [8, 8, 16, 16, 16]
  /// Channels of the last layers, of which `WaveMark.allCases.count` are used.
  private static let outputs = 8

  private init() {
    var layout = ParameterLayout()
    func layer(
      _ name: String, _ inputs: Int, _ outputs: Int, taps: Int, stride: Int = 1
    ) -> Convolution1D {
      Convolution1D(
        name, inputs: inputs, outputs: outputs, taps: taps, stride: stride, padding: taps / 2,
        hasBias: true, in: &layout)
    }
    let widths = Self.widths
    var down = [layer("down0", LeadWindow.channels, widths[0], taps: 7)]
    for level in 1..<widths.count {
      down.append(layer("halve\(level)", widths[level - 1], widths[level], taps: 5, stride: 2))
      down.append(layer("down\(level)", widths[level], widths[level], taps: 5))
    }
    let up = [
      layer("up3", widths[4] + widths[3], widths[3], taps: 3),
      layer("up2", widths[3] + widths[2], widths[2], taps: 3),
      layer("up1", widths[2] + widths[1], widths[1], taps: 5),
      layer("up0", widths[1] + widths[0], Self.outputs, taps: 3),
    ]
    marks = layer("marks", Self.outputs, Self.outputs, taps: 3)
    presence = (
      Linear("presence1", inputs: 2 * widths[4], outputs: 16, in: &layout),
      Linear("presence2", inputs: 16, outputs: 2, in: &layout)
    )
    (self.down, self.up, self.layout) = (down, up, layout)
    parameters = Parameters(layout, in: Workspace())
    var next = 0
    for parameter in layout.parameters {
      let values = (next..<next + parameter.count).map { delineation_weight($0) }
      parameters.set(parameter, to: values)
      next += parameter.count
    }
    precondition(next == delineation_weight_count(), "\(next) numbers of the delineation's network")
  }
}

extension DelineationNetwork {
  /// Memory for one caller.
  final class Scratch {
    fileprivate let workspace = Workspace()
    /// Inputs of the layers on the way down, with their padding.
    fileprivate let inputs: [Matrix]
    /// Inputs of the layers on the way up: what comes from below, beside what was there.
    fileprivate let joined: [Matrix]
    /// Outputs of the layers on the way up, but for the last.
    fileprivate let risen: [Matrix]
    fileprivate let deepest: Matrix
    fileprivate let last: Matrix
    fileprivate let likelihood: Matrix
    fileprivate let pooled: Matrix
    fileprivate let hidden: Matrix
    fileprivate let presence: Matrix
    private let plain: Matrix

    init() {
      let (workspace, widths) = (workspace, DelineationNetwork.widths)
      func padded(_ samples: Int, _ channels: Int, taps: Int) -> Matrix {
        workspace.matrix(samples + taps / 2 * 2, channels)
      }
      let count = LeadWindow.count
      var inputs = [padded(count, LeadWindow.channels, taps: 7)]
      for level in 1..<widths.count {
        inputs.append(padded(count >> (level - 1), widths[level - 1], taps: 5))
        inputs.append(padded(count >> level, widths[level], taps: 5))
      }
      self.inputs = inputs
      joined = [3, 2, 1, 0].map { level in
        padded(count >> level, widths[level + 1] + widths[level], taps: level == 1 ? 5 : 3)
      }
      risen = [3, 2, 1].map { workspace.matrix(count >> $0, widths[$0]) }
      deepest = workspace.matrix(count >> 4, widths[4])
      last = padded(count, DelineationNetwork.outputs, taps: 3)
      likelihood = workspace.matrix(count, DelineationNetwork.outputs)
      pooled = workspace.matrix(1, 2 * widths[4])
      hidden = workspace.matrix(1, 16)
      presence = workspace.matrix(1, 2)
      plain = workspace.matrix(1, count * 16)
    }

    /// Memory for a layer's output before its activation.
    fileprivate func plain(_ rows: Int, _ columns: Int) -> Matrix {
      plain.columns(0..<rows * columns).reshaped(rows: rows, columns: columns)
    }
  }

  /// Reads one lead's window, `[LeadWindow.count, LeadWindow.channels]` row by row.
  func read(_ window: [Float], _ scratch: Scratch) -> LeadReading {
    interior(scratch.inputs[0], taps: 7).copy(from: window)
    goDown(scratch)
    pool(scratch)
    goUp(scratch)
    marks.forward(scratch.last, parameters, into: scratch.likelihood)
    scratch.likelihood.softmaxColumns()
    return LeadReading(
      likelihood: scratch.likelihood, presence: (scratch.presence[0, 0], scratch.presence[0, 1]))
  }

  private func interior(_ padded: Matrix, taps: Int) -> Matrix {
    padded.rows(taps / 2..<padded.rows - taps / 2)
  }

  /// One layer with its activation.
  private func apply(
    _ layer: Convolution1D, _ input: Matrix, into output: Matrix, _ scratch: Scratch
  ) {
    let plain = scratch.plain(output.rows, output.columns)
    layer.forward(input, parameters, into: plain)
    output.setGELU(plain)
  }

  private func goDown(_ scratch: Scratch) {
    for (index, layer) in down.enumerated() {
      let isLast = index == down.count - 1
      let output = isLast ? scratch.deepest : interior(scratch.inputs[index + 1], taps: 5)
      apply(layer, scratch.inputs[index], into: output, scratch)
    }
  }

  private func goUp(_ scratch: Scratch) {
    var below = scratch.deepest
    for (step, layer) in up.enumerated() {
      let level = 3 - step
      let taps = level == 1 ? 5 : 3
      let input = interior(scratch.joined[step], taps: taps)
      let (from, beside) = (below.columns, input.columns - below.columns)
      let left = input.columns(0..<from)
      for phase in 0...1 {
        left.everyRow(2, from: phase, count: below.rows).copy(from: below)
      }
      // What a level showed is the input of the layer that halves it.
      let shown = interior(scratch.inputs[2 * level + 1], taps: 5)
      input.columns(from..<from + beside).copy(from: shown)
      let output = level == 0 ? interior(scratch.last, taps: 3) : scratch.risen[step]
      apply(layer, scratch.joined[step], into: output, scratch)
      below = output
    }
  }

  /// Whether there is a P and a T wave, from the mean and the greatest value of each channel.
  private func pool(_ scratch: Scratch) {
    let deepest = scratch.deepest
    for channel in 0..<deepest.columns {
      var (sum, greatest) = (Float(0), -Float.infinity)
      for row in 0..<deepest.rows {
        sum += deepest[row, channel]
        greatest = max(greatest, deepest[row, channel])
      }
      scratch.pooled[0, channel] = sum / Float(deepest.rows)
      scratch.pooled[0, deepest.columns + channel] = greatest
    }
    presence.hidden.forward(scratch.pooled, parameters, into: scratch.hidden)
    scratch.hidden.setGELU(scratch.hidden)
    presence.out.forward(scratch.hidden, parameters, into: scratch.presence)
  }
}
