public import NeuralNetwork

/// The heads on a batch's features: class logits, and the projection that the contrastive loss
/// sees.
public struct ClassifierHeads: Sendable {
  let classifier: RhythmClassifier

  /// Outputs of a batch, a row a window, and their gradients.
  public struct Buffers: Sendable {
    /// `[windows, classes]`.
    public let logits: Matrix
    /// The projection before it is brought to unit length, `[windows, projection]`.
    public let projected: Matrix
    /// Set by whoever computes the loss.
    public let logitsGradient: Matrix
    /// Set by whoever computes the loss.
    public let projectedGradient: Matrix
    /// The rhythm around the beats; nil in models that are not told of it.
    let context: ContextHead.Buffers?
    /// What each feature was multiplied by to have its length, `[windows, 1]`; nil in models whose
    /// features keep theirs.
    let featureScales: Matrix?
    let hidden: Matrix
    let activated: Matrix
    let hiddenGradient: Matrix

    init(_ configuration: ModelConfiguration, windows: Int, in workspace: Workspace) {
      func matrix(_ columns: Int) -> Matrix { workspace.matrix(windows, columns) }
      (logits, logitsGradient) = (matrix(configuration.classes), matrix(configuration.classes))
      projected = matrix(configuration.projection)
      projectedGradient = matrix(configuration.projection)
      (hidden, activated) = (matrix(configuration.width), matrix(configuration.width))
      hiddenGradient = matrix(configuration.width)
      featureScales = configuration.cosineScale.map { _ in matrix(1) }
      context = configuration.context.map {
        ContextHead.Buffers(
          $0, width: configuration.width, classes: configuration.classes, windows: windows,
          in: workspace)
      }
    }
  }

  /// What the projection alone is made of: no other loss reaches it.
  var contrastParameters: [Parameter] {
    [classifier.projection1, classifier.projection2].flatMap {
      [$0.weight] + [$0.bias].compactMap { $0 }
    }
  }

  /// Sets logits and projection of the windows `range` from their features, which first get the
  /// length that the model's have.
  func forward(
    _ features: Matrix, _ parameters: Parameters, _ buffers: Buffers, range: Range<Int>
  ) {
    let features = features.rows(range)
    setLength(of: features, buffers, first: range.lowerBound)
    classifier.head.forward(features, parameters, into: buffers.logits.rows(range))
    if let context = buffers.context {
      classifier.context?.forward(parameters, context, logits: buffers.logits.rows(range))
    }
    let hidden = buffers.hidden.rows(range)
    let activated = buffers.activated.rows(range)
    classifier.projection1.forward(features, parameters, into: hidden)
    activated.setGELU(hidden)
    classifier.projection2.forward(activated, parameters, into: buffers.projected.rows(range))
  }

  private func setLength(of features: Matrix, _ buffers: Buffers, first: Int) {
    guard let length = classifier.configuration.cosineScale, let scales = buffers.featureScales
    else { return }
    for row in 0..<features.rows {
      var squares: Float = 1e-12
      for column in 0..<features.columns {
        squares += features[row, column] * features[row, column]
      }
      let scale = length / squares.squareRoot()
      scales[first + row, 0] = scale
      features.row(row).multiply(by: scale)
    }
  }

  /// Takes the gradient by features of the model's length back to those as they were: along the
  /// feature nothing is left of it.
  func lengthBackward(_ features: Matrix, _ buffers: Buffers, gradient: Matrix) {
    guard let length = classifier.configuration.cosineScale, let scales = buffers.featureScales
    else { return }
    for row in 0..<features.rows {
      var along: Float = 0
      for column in 0..<features.columns { along += features[row, column] * gradient[row, column] }
      along /= length * length
      for column in 0..<features.columns {
        gradient[row, column] =
          (gradient[row, column] - along * features[row, column]) * scales[row, 0]
      }
    }
  }

  /// Sets what the logits' gradient does to the features' and adds the parameters'.
  func logitsBackward(
    _ features: Matrix, _ parameters: Parameters, _ buffers: Buffers, gradients: Parameters,
    into gradient: Matrix
  ) {
    let above = buffers.logitsGradient.rows(0..<features.rows)
    if let context = buffers.context {
      classifier.context?.backward(above, parameters, context, gradients: gradients)
    }
    classifier.head.addGradients(above, at: features, to: gradients)
    classifier.head.inputGradient(above, parameters, into: gradient)
  }

  /// Sets what the projection's gradient does to the features' and adds the parameters'.
  func projectionBackward(
    _ features: Matrix, _ parameters: Parameters, _ buffers: Buffers, gradients: Parameters,
    into gradient: Matrix
  ) {
    let range = 0..<features.rows
    let (above, hidden) = (
      buffers.projectedGradient.rows(range), buffers.hiddenGradient.rows(range)
    )
    classifier.projection2.addGradients(above, at: buffers.activated.rows(range), to: gradients)
    classifier.projection2.inputGradient(above, parameters, into: hidden)
    hidden.setGELUGradient(hidden, at: buffers.hidden.rows(range))
    classifier.projection1.addGradients(hidden, at: features, to: gradients)
    classifier.projection1.inputGradient(hidden, parameters, into: gradient)
  }
}
