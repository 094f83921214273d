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
      func value(_ steps: Double) -> Double {
        moved[index] = point[index] + steps * step
        return function(moved)
      }
      let difference =
        (value(-2) - value(2) + 8 * (value(1) - value(-1))) / (12 * step)
      moved[index] = point[index]
      let distance = abs(difference - gradient[index])
      furthest = distance.isNaN ? .infinity : max(furthest, distance)
      largest = max(largest, abs(gradient[index]))
    }
    return furthest / largest
  }
}
