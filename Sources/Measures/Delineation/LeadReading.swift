import Foundation
import NeuralNetwork

/// A point of a beat that is marked in each lead.
enum WaveMark: Int, CaseIterable, Sendable {
  case pOnset, pOffset, qrsOnset, qrsOffset, tEnd
}

/// Where one lead has a beat's marks, in samples of its window, and how sure that is.
struct LeadReading: Sendable {
  /// Likelihood of each mark at each sample, [mark][sample]; each sums up to 1.
  let likelihood: [[Float]]
  /// The most likely place of each mark, between samples.
  let places: [Double]
  /// Log odds that there is a P and a T wave.
  let presence: (p: Float, t: Float)

  /// A mark's place is the mean over so many samples on either side of the most likely one: 32 ms.
  private static let reach = 8

  /// - Parameter likelihood: softmax of the network's output, [sample, mark].
  init(likelihood: Matrix, presence: (p: Float, t: Float)) {
    let columns = WaveMark.allCases.map { mark in
      (0..<likelihood.rows).map { likelihood[$0, mark.rawValue] }
    }
    self.likelihood = columns
    places = columns.map(Self.place)
    self.presence = presence
  }

  private static func place(_ likelihood: [Float]) -> Double {
    var best = 0
    for index in likelihood.indices where likelihood[index] > likelihood[best] { best = index }
    let near = max(0, best - reach)...min(likelihood.count - 1, best + reach)
    var (sum, moment) = (Float(0), Float(0))
    for index in near {
      sum += likelihood[index]
      moment += likelihood[index] * Float(index - best)
    }
    return Double(best) + Double(moment / sum)
  }
}
