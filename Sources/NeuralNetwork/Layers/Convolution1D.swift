/// A convolution over time of channels-last samples, as one matrix product over overlapping rows.
///
/// Inputs come with their padding: `[padding + length + padding, inputs]`, zero at both ends.
public struct Convolution1D: Sendable {
  let weight: Parameter
  let bias: Parameter?
  let inputs: Int
  let outputs: Int
  let taps: Int
  let stride: Int
  /// Rows of zeros before and after the samples.
  public let padding: Int
  let dilation: Int
  let groups: Int

  /// Adds the layer's parameters, `name.weight` `[outputs, inputs / groups, taps]` and, where
  /// wanted, `name.bias` `[outputs]`.
  public init(
    _ name: String, inputs: Int, outputs: Int, taps: Int, stride: Int = 1, padding: Int,
    dilation: Int = 1, groups: Int = 1, hasBias: Bool = false, in layout: inout ParameterLayout
  ) {
    precondition(inputs % groups == 0 && outputs % groups == 0)
    weight = layout.add(
      name + ".weight",
      .convolution(
        outputs: outputs, inputs: inputs, taps: taps, groups: groups, stride: stride))
    bias = hasBias ? layout.add(name + ".bias", .vector(outputs)) : nil
    (self.inputs, self.outputs, self.taps, self.stride) = (inputs, outputs, taps, stride)
    (self.padding, self.dilation, self.groups) = (padding, dilation, groups)
  }

  /// Numbers in the kernels: multiplications for a row of output.
  public var weightCount: Int { weight.count }

  /// Rows of output for `length` samples.
  public func outputLength(_ length: Int) -> Int {
    (length + 2 * padding - dilation * (taps - 1) - 1) / stride + 1
  }

  /// Sets the rows `range` of `y` `[outputLength, outputs]` from the padded `x`.
  /// `shift` replaces the layer's bias, `accumulate` adds to what is there instead.
  public func forward(
    _ x: Matrix, _ parameters: Parameters, shift: Matrix? = nil, accumulate: Bool = false,
    into y: Matrix, rows range: Range<Int>? = nil
  ) {
    let range = range ?? 0..<y.rows
    let start = shift ?? bias.map { parameters.matrix($0) }
    forEachTapSpan { span in
      let factor = span.factor(x, range, self)
      let weights = span.weights(parameters, weight)
      let target = y.rows(range).columns(span.outputs)
      if accumulate || !span.isFirst {
        target.addProduct(factor, weights)
      } else {
        target.setProduct(factor, weights, bias: start?.columns(span.outputs))
      }
    }
  }

  /// Adds the parameters' gradients, given the output's and the padded input.
  public func addGradients(_ outputGradient: Matrix, at x: Matrix, to gradients: Parameters) {
    forEachTapSpan { span in
      let factor = span.factor(x, 0..<outputGradient.rows, self)
      span.weights(gradients, weight).addProduct(
        factor.transposed, outputGradient.columns(span.outputs))
    }
    if let bias { outputGradient.addColumnSums(to: gradients.matrix(bias)) }
  }

  /// Rows of zeros that `gatheredInputGradient` wants before and after the output's gradient.
  public var gradientPadding: Int { (taps + stride - 1) / stride }

  /// Sets the rows of the padded input's gradient that hold samples, from the output's gradient
  /// `[gradientPadding + outputLength + gradientPadding, outputs]`, zero at both ends: a product
  /// for each remainder of the rows under the stride. Quicker than `inputGradient`, which adds tap
  /// after tap, but neither for groups nor for dilation.
  public func gatheredInputGradient(
    _ paddedGradient: Matrix, _ parameters: Parameters, into gradient: Matrix
  ) {
    precondition(groups == 1 && dilation == 1, "\(groups) groups, dilation \(dilation)")
    let samples = padding..<gradient.rows - padding
    for remainder in 0..<stride {
      // Row stride * m + remainder gets tap remainder + stride * j from output m - j.
      let first = (samples.lowerBound - remainder + stride - 1) / stride
      let count = (samples.upperBound - remainder + stride - 1) / stride - first
      let rows = gradient.everyRow(stride, from: stride * first + remainder, count: count)
      let weights = parameters.transposed(weight, remainder: remainder)
      let reach = weights.rows / outputs
      guard reach > 0 else {
        rows.fill(0)
        continue
      }
      let start = first - (reach - 1) + gradientPadding
      rows.setProduct(
        paddedGradient.sliding(taps: reach, step: 1, outputs: start..<start + count), weights)
    }
  }

  /// Sets the padded input's gradient. What lands on the padding has no meaning.
  public func inputGradient(
    _ outputGradient: Matrix, _ parameters: Parameters, into gradient: Matrix
  ) {
    gradient.fill(0)
    addInputGradient(outputGradient, parameters, to: gradient)
  }

  /// Adds to the padded input's gradient: each tap its share to the rows that it read.
  public func addInputGradient(
    _ outputGradient: Matrix, _ parameters: Parameters, to gradient: Matrix
  ) {
    let (inputsEach, outputsEach) = (inputs / groups, outputs / groups)
    for group in 0..<groups {
      let above = outputGradient.columns(group * outputsEach..<(group + 1) * outputsEach)
      for tap in 0..<taps {
        gradient.everyRow(stride, from: tap * dilation, count: outputGradient.rows)
          .columns(group * inputsEach..<(group + 1) * inputsEach)
          .addProduct(above.factor, parameters.transposed(weight, tap: tap, group: group))
      }
    }
  }
}

/// What one product covers: all taps where they lie end to end, else one tap of one group.
private struct TapSpan {
  var group: Int
  var tap: Int
  var taps: Int
  var inputs: Range<Int>
  var outputs: Range<Int>
  var isFirst: Bool { tap == 0 }

  func factor(_ x: Matrix, _ range: Range<Int>, _ layer: Convolution1D) -> Factor {
    if taps > 1 || layer.taps == 1 && layer.groups == 1 {
      return x.sliding(taps: taps, step: layer.stride, outputs: range)
    }
    return x.everyRow(
      layer.stride, from: range.lowerBound * layer.stride + tap * layer.dilation,
      count: range.count
    ).columns(inputs).factor
  }

  func weights(_ parameters: Parameters, _ weight: Parameter) -> Matrix {
    parameters.matrix(weight, group: group)
      .rows(tap * inputs.count..<(tap + taps) * inputs.count)
  }
}

extension Convolution1D {
  private func forEachTapSpan(_ body: (TapSpan) -> Void) {
    if groups == 1 && dilation == 1 {
      body(TapSpan(group: 0, tap: 0, taps: taps, inputs: 0..<inputs, outputs: 0..<outputs))
      return
    }
    let (inputsEach, outputsEach) = (inputs / groups, outputs / groups)
    for group in 0..<groups {
      for tap in 0..<taps {
        body(
          TapSpan(
            group: group, tap: tap, taps: 1,
            inputs: group * inputsEach..<(group + 1) * inputsEach,
            outputs: group * outputsEach..<(group + 1) * outputsEach))
      }
    }
  }
}
