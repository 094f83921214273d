/// Normalisation of each channel over a batch of windows, with the addition and the GELU that
/// follow: y = f((x - mean) / sqrt(variance + epsilon) gamma + beta + skip).
///
/// The statistics join all windows, so a batch goes through in turns: every window is collected,
/// then they are prepared once, then every window is normalised. Partial sums are kept per window
/// or lane and joined in their order, which makes results independent of the number of threads.
public struct BatchNormalization: Sendable {
  let gamma: Parameter
  let beta: Parameter
  /// Running mean and variance, in the layout of the buffers.
  let runningMean: Parameter
  let runningVariance: Parameter
  let channels: Int
  static let epsilon = 1e-5
  static let momentum = 0.1

  /// Which statistics normalise, and whether they are learned.
  public enum Mode: Sendable {
    /// The batch's own; running statistics follow them.
    case batch
    /// The running ones, unchanged.
    case frozen
  }

  /// A batch's statistics and sums.
  public struct Statistics: Sendable {
    let windowMeans: Matrix
    let windowSquares: Matrix
    let mean: Matrix
    let variance: Matrix
    let inverse: Matrix
    let scale: Matrix
    let shift: Matrix
    let sums: Matrix
    let normalizedSums: Matrix
    let gradientFactor: Matrix
    let inputFactor: Matrix
    let offset: Matrix

    /// Plans room for batches of up to `windows`, whose gradients are summed in `lanes`.
    public init(
      _ layer: BatchNormalization, windows: Int, lanes: Int, in workspace: Workspace
    ) {
      windowMeans = workspace.matrix(windows, layer.channels)
      windowSquares = workspace.matrix(windows, layer.channels)
      sums = workspace.matrix(lanes, layer.channels)
      normalizedSums = workspace.matrix(lanes, layer.channels)
      func vector() -> Matrix { workspace.vector(layer.channels) }
      (mean, variance, inverse, scale, shift) = (vector(), vector(), vector(), vector(), vector())
      (gradientFactor, inputFactor, offset) = (vector(), vector(), vector())
    }
  }

  /// Adds `name.weight` and `name.bias` to the parameters, `name.running_mean` and
  /// `name.running_var` to the buffers, each `[channels]`.
  public init(
    _ name: String, channels: Int, in layout: inout ParameterLayout,
    buffers: inout ParameterLayout
  ) {
    self.channels = channels
    gamma = layout.add(name + ".weight", .vector(channels))
    beta = layout.add(name + ".bias", .vector(channels))
    runningMean = buffers.add(name + ".running_mean", .vector(channels))
    runningVariance = buffers.add(name + ".running_var", .vector(channels))
  }

  /// Takes one window's `[rows, channels]` into the batch's statistics.
  public func collect(_ x: Matrix, window: Int, _ statistics: Statistics) {
    x.columnMoments(
      mean: statistics.windowMeans.row(window), squares: statistics.windowSquares.row(window))
  }

  /// Joins the collected windows, all of `rows` rows, or takes the running statistics.
  public func prepare(
    _ mode: Mode, windows: Int, rows: Int, _ parameters: Parameters, buffers: Parameters,
    _ statistics: Statistics
  ) {
    let (gains, shifts) = (parameters.matrix(gamma), parameters.matrix(beta))
    for channel in 0..<channels {
      let (mean, variance) =
        switch mode {
        case .batch: joined(channel, windows, rows, statistics)
        case .frozen:
          (
            Double(buffers.matrix(runningMean)[0, channel]),
            Double(buffers.matrix(runningVariance)[0, channel])
          )
        }
      let inverse = 1 / (variance + Self.epsilon).squareRoot()
      let scale = Double(gains[0, channel]) * inverse
      statistics.mean[0, channel] = Float(mean)
      statistics.variance[0, channel] = Float(variance)
      statistics.inverse[0, channel] = Float(inverse)
      statistics.scale[0, channel] = Float(scale)
      statistics.shift[0, channel] = Float(Double(shifts[0, channel]) - mean * scale)
    }
    statistics.sums.fill(0)
    statistics.normalizedSums.fill(0)
  }

  /// Mean and biased variance over all windows, from each one's.
  private func joined(_ channel: Int, _ windows: Int, _ rows: Int, _ statistics: Statistics)
    -> (mean: Double, variance: Double)
  {
    var mean = 0.0
    for window in 0..<windows { mean += Double(statistics.windowMeans[window, channel]) }
    mean /= Double(windows)
    var squares = 0.0
    for window in 0..<windows {
      let distance = Double(statistics.windowMeans[window, channel]) - mean
      squares += Double(statistics.windowSquares[window, channel])
      squares += Double(rows) * distance * distance
    }
    return (mean, squares / Double(windows * rows))
  }

  /// The first of a prepared batch's statistics that is not finite, and so would spoil the running
  /// one of that name.
  public func firstNotFinite(
    _ statistics: Statistics
  ) -> (buffer: String, channel: Int, found: Float)? {
    if let channel = statistics.mean.firstNotFinite {
      return (runningMean.name, channel, statistics.mean[0, channel])
    }
    if let channel = statistics.variance.firstNotFinite {
      return (runningVariance.name, channel, statistics.variance[0, channel])
    }
    return nil
  }

  /// Moves the running statistics towards the batch's; the variance with its unbiased estimate.
  public func updateRunning(windows: Int, rows: Int, buffers: Parameters, _ statistics: Statistics)
  {
    let (means, variances) = (buffers.matrix(runningMean), buffers.matrix(runningVariance))
    let count = Double(windows * rows)
    for channel in 0..<channels {
      let unbiased = Double(statistics.variance[0, channel]) * count / max(count - 1, 1)
      let (mean, variance) = (Double(means[0, channel]), Double(variances[0, channel]))
      means[0, channel] = Float(
        mean + Self.momentum * (Double(statistics.mean[0, channel]) - mean))
      variances[0, channel] = Float(variance + Self.momentum * (unbiased - variance))
    }
  }

  /// Sets `y` from one window's `x`, both `[rows, channels]`.
  public func forward(
    _ x: Matrix, skip: Matrix? = nil, gelu: Bool = true, _ statistics: Statistics, into y: Matrix
  ) {
    y.setNormalized(x, scale: statistics.scale, shift: statistics.shift, skip: skip, gelu: gelu)
  }

  /// Sets `gradient` to one window's gradient before the GELU, which is also the skip's, and takes
  /// it into the lane's sums.
  public func activationGradient(
    _ outputGradient: Matrix, at x: Matrix, skip: Matrix? = nil, gelu: Bool = true, lane: Int,
    _ statistics: Statistics, into gradient: Matrix
  ) {
    gradient.setNormalizedGradient(
      outputGradient, at: x, scale: statistics.scale, shift: statistics.shift, skip: skip,
      mean: statistics.mean, inverse: statistics.inverse, sums: statistics.sums.row(lane),
      normalizedSums: statistics.normalizedSums.row(lane), gelu: gelu)
  }

  /// Joins the lanes' sums into the parameters' gradients and what `inputGradient` needs.
  public func prepareBackward(
    _ mode: Mode, windows: Int, rows: Int, gradients: Parameters, _ statistics: Statistics
  ) {
    let (gains, shifts) = (gradients.matrix(gamma), gradients.matrix(beta))
    let count = Double(windows * rows)
    for channel in 0..<channels {
      var (sum, normalized) = (0.0, 0.0)
      for lane in 0..<statistics.sums.rows {
        sum += Double(statistics.sums[lane, channel])
        normalized += Double(statistics.normalizedSums[lane, channel])
      }
      gains[0, channel] += Float(normalized)
      shifts[0, channel] += Float(sum)
      // dx = scale (da - mean(da) - xhat mean(da xhat)), xhat = (x - mean) inverse
      let scale = Double(statistics.scale[0, channel])
      let (mean, inverse) =
        (Double(statistics.mean[0, channel]), Double(statistics.inverse[0, channel]))
      let slope = mode == .batch ? -scale * inverse * normalized / count : 0
      let level = mode == .batch ? -scale * sum / count : 0
      statistics.gradientFactor[0, channel] = Float(scale)
      statistics.inputFactor[0, channel] = Float(slope)
      statistics.offset[0, channel] = Float(level - slope * mean)
    }
  }

  /// Sets one window's input gradient from `activationGradient`'s result.
  public func inputGradient(
    _ gradient: Matrix, at x: Matrix, _ statistics: Statistics, into inputGradient: Matrix
  ) {
    inputGradient.setCombination(
      gradient, statistics.gradientFactor, x, statistics.inputFactor, statistics.offset)
  }

  /// Scales a convolution's kernels, and sets what its outputs are to be shifted by, so that it
  /// does the running statistics' normalisation as well.
  public func fold(
    into convolution: Convolution1D, _ parameters: Parameters, buffers: Parameters, shift: Matrix
  ) {
    let kernels = parameters.matrix(convolution.weight)
    let (means, variances) = (buffers.matrix(runningMean), buffers.matrix(runningVariance))
    for channel in 0..<channels {
      let inverse = 1 / (Double(variances[0, channel]) + Self.epsilon).squareRoot()
      let scale = Double(parameters.matrix(gamma)[0, channel]) * inverse
      for row in 0..<kernels.rows {
        kernels[row, channel] = Float(Double(kernels[row, channel]) * scale)
      }
      let level = Double(parameters.matrix(beta)[0, channel])
      shift[0, channel] = Float(level - Double(means[0, channel]) * scale)
    }
  }
}
