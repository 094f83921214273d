// What the losses demand of a batch, where a breach is an error in the program and not in its
// data, and how they begin one.

/// Traps unless an array holds the numbers that its shape needs.
@inline(__always)
package func requireCount(_ name: StaticString, _ found: Int, atLeast needed: Int) {
  precondition(found >= needed, "\(name) holds \(found) numbers, \(needed) are needed")
}

/// Traps unless a list holds one number for each class.
package func requireClasses(_ name: StaticString, _ found: Int, _ classCount: Int) {
  precondition(found == classCount, "\(found) \(name) for \(classCount) classes")
}

/// Traps unless a batch has at least one row and no more than there is room for.
@inline(__always)
package func requireBatch(_ count: Int, capacity: Int) {
  precondition(
    count >= 1 && count <= capacity, "a batch of \(count) rows where 1...\(capacity) are allowed")
}

/// Traps unless there is a label for each of `count` rows and each names one of the classes.
package func requireLabels(_ labels: [Int], count: Int, classCount: Int) {
  requireCount("labels", labels.count, atLeast: count)
  for index in 0..<count {
    precondition(
      labels[index] >= 0 && labels[index] < classCount,
      "label \(labels[index]) among \(classCount) classes")
  }
}

/// The weights of all classes, 1 each where none are given.
///
/// Traps unless they are finite and at least 0.
package func checkedClassWeights(_ weights: [Double]?, _ classCount: Int) -> [Double] {
  let weights = weights ?? Array(repeating: 1, count: classCount)
  requireClasses("class weights", weights.count, classCount)
  for (index, weight) in weights.enumerated() {
    precondition(weight >= 0 && weight.isFinite, "weight \(weight) of class \(index)")
  }
  return weights
}

/// Sets the first `count` numbers to 0.
package func clear(_ values: inout [Double], count: Int) {
  var values = values.mutableSpan
  precondition(count <= values.count, "\(count) numbers to clear in \(values.count)")
  for index in 0..<count { values[index] = 0 }
}
