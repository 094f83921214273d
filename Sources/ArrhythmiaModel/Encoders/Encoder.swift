import NeuralNetwork

/// The layers of one modality's convolutional encoder: a stem and three residual blocks, which turn
/// `[8 tokens, channels]` samples into `[tokens, width]`.
///
/// It is kept as a row of seven units, each a convolution, a normalisation, what is added beside
/// it, and a GELU: y = GELU(norm(conv(x)) + side).
public struct Encoder: Sendable {
  /// What is added before a unit's GELU.
  enum Side: Sendable {
    case none
    /// A 1x1 convolution of the input of the unit before.
    case convolution(Convolution1D)
    /// The input of the unit before.
    case identity
  }

  struct Unit: Sendable {
    let convolution: Convolution1D
    let norm: BatchNormalization
    let side: Side
    let inputs: Int
    let outputs: Int
    /// Rows of input and of output.
    let length: Int
    let outputLength: Int
    let stride: Int
  }

  /// Input channels.
  let channels: Int
  /// Width of the tokens.
  let width: Int
  let units: [Unit]

  /// Adds the encoder's parameters and buffers under `name`: `stem`, `norm`, `block1`...`block3`.
  init(
    _ name: String, channels: Int, _ configuration: ModelConfiguration,
    in layout: inout ParameterLayout, buffers: inout ParameterLayout
  ) {
    self.channels = channels
    width = configuration.width
    var row = UnitRow(layout: layout, buffers: buffers, length: configuration.samples)
    row.add(name + ".stem", name + ".norm", channels, 32, taps: 15, stride: 2, side: .none)
    row.addBlock(name + ".block1", 32, 48, taps: 7, stride: 2)
    row.addBlock(name + ".block2", 48, width, taps: 5, stride: 2)
    row.addBlock(name + ".block3", width, width, taps: 5, stride: 1)
    units = row.units
    (layout, buffers) = (row.layout, row.buffers)
  }

  /// Live inputs are scaled by channels / live channels, so that a window with few leads excites
  /// the stem as one with all; dead channels count as zero.
  static func setFactors(_ factors: Matrix, live: Matrix) {
    var count: Float = 0
    for channel in 0..<live.columns { count += live[0, channel] }
    let scale = Float(live.columns) / max(count, 1)
    for channel in 0..<live.columns { factors[0, channel] = live[0, channel] * scale }
  }
}

extension Encoder.Unit {
  /// The rows of a padded input that hold samples.
  func interior(_ padded: Matrix) -> Matrix {
    padded.rows(convolution.padding..<convolution.padding + length)
  }

  var paddedLength: Int { length + 2 * convolution.padding }
}

/// An encoder's units as they are laid out one after the other.
private struct UnitRow {
  var layout: ParameterLayout
  var buffers: ParameterLayout
  /// Samples that the next unit is given.
  var length: Int
  var units: [Encoder.Unit] = []

  mutating func add(
    _ convolution: String, _ norm: String, _ inputs: Int, _ outputs: Int, taps: Int, stride: Int,
    side: Encoder.Side
  ) {
    let layer = Convolution1D(
      convolution, inputs: inputs, outputs: outputs, taps: taps, stride: stride,
      padding: taps / 2, in: &layout)
    units.append(
      Encoder.Unit(
        convolution: layer,
        norm: BatchNormalization(norm, channels: outputs, in: &layout, buffers: &buffers),
        side: side, inputs: inputs, outputs: outputs, length: length,
        outputLength: layer.outputLength(length), stride: stride))
    length = layer.outputLength(length)
  }

  /// Two units, the second of which adds what went into the first.
  mutating func addBlock(_ name: String, _ inputs: Int, _ outputs: Int, taps: Int, stride: Int) {
    add(
      name + ".conv1", name + ".norm1", inputs, outputs, taps: taps, stride: stride, side: .none)
    var side = Encoder.Side.identity
    if inputs != outputs || stride != 1 {
      side = .convolution(
        Convolution1D(
          name + ".skip", inputs: inputs, outputs: outputs, taps: 1, stride: stride, padding: 0,
          in: &layout))
    }
    add(name + ".conv2", name + ".norm2", outputs, outputs, taps: taps, stride: 1, side: side)
  }
}
