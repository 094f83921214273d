import NeuralNetwork

extension ModelConfiguration {
  /// Multiplications and additions that one window takes on its way forward, each counted as one
  /// operation, in matrix products and convolutions alone.
  public var forwardOperations: Double {
    let classifier = RhythmClassifier(self)
    let encoders = [classifier.ecg, classifier.iegm].map { encoder in
      encoder.units.reduce(0) { $0 + $1.multiplyAdds }
    }
    let square = tokens * width * width
    let scores = 2 * tokens * tokens * width
    let attention = 4 * square + scores
    // Two cross-attentions, two gates of twice the width, two values, two scores.
    let fusion = 2 * attention + 8 * square
    let blocks = layers * (attention + 2 * tokens * width * hidden)
    let heads = square + width * (classes + width + projection)
    return 2 * Double(encoders.reduce(0, +) + fusion + blocks + heads)
  }

  /// The same there and back: each product has two on the way back, but the stems' inputs need no
  /// gradient.
  public var trainingOperations: Double {
    let classifier = RhythmClassifier(self)
    let stems = [classifier.ecg, classifier.iegm].reduce(0) { $0 + $1.units[0].multiplyAdds }
    return 3 * forwardOperations - 2 * Double(stems)
  }
}

extension Encoder.Unit {
  fileprivate var multiplyAdds: Int {
    var weights = convolution.weightCount
    if case .convolution(let skip) = side { weights += skip.weightCount }
    return outputLength * weights
  }
}
