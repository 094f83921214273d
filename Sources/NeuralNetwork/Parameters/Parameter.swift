/// One learned array: its name and shape in model files, and where it lies in memory.
///
/// Files hold PyTorch's layouts. In memory a weight lies with its outputs in columns, which is how
/// the matrix product reads it.
public struct Parameter: Sendable {
  /// What the numbers are, which gives the shape in files.
  public enum Kind: Sendable, Equatable {
    /// `[count]`: a bias, a gain.
    case vector(Int)
    /// `[rows, columns]`, the same in memory: an embedding.
    case table(rows: Int, columns: Int)
    /// `[outputs, inputs]`: a weight matrix.
    case linear(outputs: Int, inputs: Int)
    /// `[outputs, inputs / groups, taps]`: kernels of a convolution. The stride does not show in
    /// files; it decides in which order the transposed taps lie.
    case convolution(outputs: Int, inputs: Int, taps: Int, groups: Int, stride: Int = 1)
  }

  /// Name in model files.
  public let name: String
  /// What it is.
  public let kind: Kind
  /// Place of the first number in flat storage.
  public let offset: Int
  /// Place of the transposed weights in a storage of their own.
  let transposedOffset: Int

  /// Shape in model files.
  public var shape: [Int] {
    switch kind {
    case .vector(let count): [count]
    case .table(let rows, let columns): [rows, columns]
    case .linear(let outputs, let inputs): [outputs, inputs]
    case .convolution(let outputs, let inputs, let taps, let groups, _):
      [outputs, inputs / groups, taps]
    }
  }

  /// How many numbers it has.
  public var count: Int {
    switch kind {
    case .vector(let count): count
    case .table(let rows, let columns): rows * columns
    case .linear(let outputs, let inputs): outputs * inputs
    case .convolution(let outputs, let inputs, let taps, let groups, _):
      outputs * (inputs / groups) * taps
    }
  }

  /// Whether weight decay applies: to weight matrices and kernels alone.
  public var isDecayed: Bool {
    switch kind {
    case .vector, .table: false
    case .linear, .convolution: true
    }
  }

  /// A matrix in memory: inputs in rows, outputs in columns. A grouped convolution has one a group,
  /// end to end; vectors and tables are as in files.
  var block: (rows: Int, columns: Int) {
    switch kind {
    case .vector(let count): (1, count)
    case .table(let rows, let columns): (rows, columns)
    case .linear(let outputs, let inputs): (inputs, outputs)
    case .convolution(let outputs, let inputs, let taps, let groups, _):
      (taps * inputs / groups, outputs / groups)
    }
  }

  /// Distance between a block's rows.
  var stride: Int { isDecayed ? Matrix.spreadStride(block.columns) : block.columns }

  /// How many blocks there are.
  var blocks: Int {
    if case .convolution(_, _, _, let groups, _) = kind { groups } else { 1 }
  }

  /// Places of flat storage, gaps between rows included.
  public var storage: Range<Int> { offset..<offset + blocks * block.rows * stride }

  /// Inputs and outputs of one tap of one group, and how many such there are.
  var tap: (inputs: Int, outputs: Int, count: Int) {
    guard case .convolution(let outputs, let inputs, let taps, let groups, _) = kind else {
      return (block.rows, block.columns, 1)
    }
    return (inputs / groups, outputs / groups, taps * groups)
  }

  /// The transposed taps lie by their remainder under the stride, and descending within: those that
  /// one row of an input's gradient needs, in the order in which it meets the output's.
  func transposedTaps(remainder: Int) -> Range<Int> {
    guard case .convolution(_, _, let taps, _, let stride) = kind else { return 0..<1 }
    func count(_ remainder: Int) -> Int { max(0, (taps - remainder + stride - 1) / stride) }
    let first = (0..<remainder).reduce(0) { $0 + count($1) }
    return first..<first + count(remainder)
  }

  /// Where a tap lies among the transposed ones of its group.
  func transposedPlace(ofTap tap: Int) -> Int {
    guard case .convolution(_, _, _, _, let stride) = kind else { return 0 }
    return transposedTaps(remainder: tap % stride).upperBound - 1 - tap / stride
  }

  /// Distance between the rows of transposed weights, which have outputs in rows.
  var transposedStride: Int { Matrix.spreadStride(tap.inputs) }
}

/// The parameters of a network, one after another in flat storage.
public struct ParameterLayout: Sendable {
  /// In the order in which they were added.
  public private(set) var parameters: [Parameter] = []
  /// Places of flat storage, gaps included.
  public private(set) var count = 0
  /// Places of the transposed weights' storage.
  private(set) var transposedCount = 0

  /// An empty layout.
  public init() {}

  /// Adds a parameter at the end; each begins on a cache line.
  public mutating func add(_ name: String, _ kind: Parameter.Kind) -> Parameter {
    let parameter = Parameter(
      name: name, kind: kind, offset: count, transposedOffset: transposedCount)
    parameters.append(parameter)
    count += (parameter.storage.count + 15) / 16 * 16
    if parameter.isDecayed {
      let tap = parameter.tap
      transposedCount += tap.count * tap.outputs * parameter.transposedStride
    }
    return parameter
  }
}
