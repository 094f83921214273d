/// The numbers of a layout's parameters, or of their gradients: one flat row in a workspace.
public struct Parameters: Sendable {
  /// What lies where.
  public let layout: ParameterLayout
  /// All numbers, gaps included; the gaps are zero.
  public let values: Matrix
  private let transposes: Matrix?
  /// Keeps the memory for as long as the parameters are about.
  private let workspace: Workspace

  /// Plans them, all zero. Backward passes need the transposed weights as well; gradients and
  /// inference do without.
  public init(_ layout: ParameterLayout, in workspace: Workspace, transposed: Bool = false) {
    self.layout = layout
    self.workspace = workspace
    values = workspace.vector(layout.count)
    transposes = transposed ? workspace.vector(layout.transposedCount) : nil
  }

  /// A parameter's matrix: outputs in columns for weights; of a grouped convolution, one group's.
  public func matrix(_ parameter: Parameter, group: Int = 0) -> Matrix {
    let (rows, columns) = parameter.block
    return values.block(
      at: parameter.offset + group * rows * parameter.stride, rows: rows, columns: columns,
      stride: parameter.stride)
  }

  /// A weight matrix with inputs in columns, as of the last `refreshTransposes`; of a convolution,
  /// one tap of one group.
  public func transposed(_ parameter: Parameter, tap: Int = 0, group: Int = 0) -> Matrix {
    let taps = parameter.tap.count / parameter.blocks
    let place = parameter.transposedPlace(ofTap: tap)
    return transposedTaps(parameter, group * taps + place..<group * taps + place + 1)
  }

  /// The transposed taps with a remainder under the stride, descending, end to end.
  func transposed(_ parameter: Parameter, remainder: Int) -> Matrix {
    transposedTaps(parameter, parameter.transposedTaps(remainder: remainder))
  }

  private func transposedTaps(_ parameter: Parameter, _ places: Range<Int>) -> Matrix {
    guard let transposes else { preconditionFailure("planned without transposed weights") }
    let (stride, tap) = (parameter.transposedStride, parameter.tap)
    return transposes.block(
      at: parameter.transposedOffset + places.lowerBound * tap.outputs * stride,
      rows: places.count * tap.outputs, columns: tap.inputs, stride: stride)
  }

  /// Brings the transposed weights of some parameters up to date.
  public func refreshTransposes(_ range: Range<Int>) {
    for index in range {
      let parameter = layout.parameters[index]
      guard parameter.isDecayed else { continue }
      let (inputs, outputs, count) = parameter.tap
      let taps = count / parameter.blocks
      for index in 0..<count {
        let weights = values.block(
          at: parameter.offset + index * inputs * parameter.stride, rows: inputs,
          columns: outputs, stride: parameter.stride)
        transposed(parameter, tap: index % taps, group: index / taps)
          .setTranspose(of: weights)
      }
    }
  }

  /// Takes a parameter from its form in files, row-major in its `shape`.
  public func set(_ parameter: Parameter, to source: [Float]) {
    precondition(source.count == parameter.count, "\(parameter.name): \(source.count) values")
    let place = Place(parameter)
    for group in 0..<parameter.blocks {
      let block = matrix(parameter, group: group)
      for row in 0..<block.rows {
        for column in 0..<block.columns {
          block[row, column] = source[place.inFile(group, row, column)]
        }
      }
    }
  }

  /// A parameter in its form in files, row-major in its `shape`.
  public func fileValues(_ parameter: Parameter) -> [Float] {
    var values = [Float](repeating: 0, count: parameter.count)
    let place = Place(parameter)
    for group in 0..<parameter.blocks {
      let block = matrix(parameter, group: group)
      for row in 0..<block.rows {
        for column in 0..<block.columns {
          values[place.inFile(group, row, column)] = block[row, column]
        }
      }
    }
    return values
  }
}

/// Where a number of a block in memory, `[tap, input][output]`, stands in a file,
/// `[output][input][tap]`.
private struct Place {
  private let isWeight: Bool
  private let columns: Int
  private let inputs: Int
  private let taps: Int

  init(_ parameter: Parameter) {
    isWeight = parameter.isDecayed
    columns = parameter.block.columns
    inputs = parameter.tap.inputs
    taps = parameter.block.rows / inputs
  }

  func inFile(_ group: Int, _ row: Int, _ column: Int) -> Int {
    guard isWeight else { return row * columns + column }
    let output = group * columns + column
    return (output * inputs + row % inputs) * taps + row / inputs
  }
}
