public import NeuralNetwork

/// Finite differences that gradients are held against.
public enum GradientCheck {
  /// The furthest that a gradient is from 4-point central differences, as a part of its largest
  /// element.
  ///
  /// Where all elements are smaller than 0.01, it is a part of that. Not a number counts as
  /// infinitely far.
  public static func disagreement(
    _ point: [Double], _ gradient: [Double], step: Double = 1e-3, _ function: ([Double]) -> Double
  ) -> Double {
    guard gradient.count >= point.count else { return .infinity }
    var furthest = 0.0
    var largest = 0.01
    var moved = point
    for index in point.indices {
      let slope = slope(step) {
        moved[index] = point[index] + $0
        return function(moved)
      }
      moved[index] = point[index]
      let distance = abs(slope - gradient[index])
      furthest = distance.isNaN ? .infinity : max(furthest, distance)
      largest = max(largest, abs(gradient[index]))
    }
    return furthest / largest
  }

  /// The same for a matrix that `function` reads.
  ///
  /// Of matrices with more than `limit` elements as many are moved, chosen at random.
  public static func disagreement(
    _ variable: Matrix, gradient: [Double], step: Double, limit: Int, _ function: () -> Double
  ) -> Double {
    guard gradient.count == variable.rows * variable.columns else { return .infinity }
    var random = SeededGenerator(seed: gradient.count)
    var furthest = 0.0
    for index in gradient.indices.shuffled(using: &random).prefix(limit) {
      let (row, column) = (index / variable.columns, index % variable.columns)
      let value = variable[row, column]
      let slope = slope(step) {
        variable[row, column] = Float(Double(value) + $0)
        return function()
      }
      variable[row, column] = value
      let distance = abs(slope - gradient[index])
      furthest = distance.isNaN ? .infinity : max(furthest, distance)
    }
    return furthest / gradient.reduce(0.01) { max($0, abs($1)) }
  }

  /// The 4-point central difference of a function of the distance from where the slope is wanted.
  private static func slope(_ step: Double, _ value: (Double) -> Double) -> Double {
    (value(-2 * step) - value(2 * step) + 8 * (value(step) - value(-step))) / (12 * step)
  }
}
