import NeuralNetwork

/// The layers of one modality's convolutional encoder: a stem and three residual blocks, which turn
/// `[8 tokens, channels]` samples into `[tokens, width]`.
///
/// It is kept as a row of seven units, each a convolution, a normalisation, what is added beside it,
/// and a GELU: y = GELU(norm(conv(x)) + side).
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
    var length = configuration.samples
    var units: [Unit] = []

    func add(
      _ convolution: String, _ norm: String, _ inputs: Int, _ outputs: Int, taps: Int, stride: Int,
      side: Side
    ) {
      let layer = Convolution1D(
        convolution, inputs: inputs, outputs: outputs, taps: taps, stride: stride,
        padding: taps / 2, in: &layout)
      units.append(
        Unit(
          convolution: layer,
          norm: BatchNormalization(norm, channels: outputs, in: &layout, buffers: &buffers),
          side: side, inputs: inputs, outputs: outputs, length: length,
          outputLength: layer.outputLength(length), stride: stride))
      length = layer.outputLength(length)
    }

    func block(_ block: String, _ inputs: Int, _ outputs: Int, taps: Int, stride: Int) {
      add(
        block + ".conv1", block + ".norm1", inputs, outputs, taps: taps, stride: stride, side: .none
      )
      var side = Side.identity
      if inputs != outputs || stride != 1 {
        side = .convolution(
          Convolution1D(
            block + ".skip", inputs: inputs, outputs: outputs, taps: 1, stride: stride, padding: 0,
            in: &layout))
      }
      add(block + ".conv2", block + ".norm2", outputs, outputs, taps: taps, stride: 1, side: side)
    }

    add(name + ".stem", name + ".norm", channels, 32, taps: 15, stride: 2, side: .none)
    block(name + ".block1", 32, 48, taps: 7, stride: 2)
    block(name + ".block2", 48, configuration.width, taps: 5, stride: 2)
    block(name + ".block3", configuration.width, configuration.width, taps: 5, stride: 1)
    self.units = units
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
