import NeuralNetwork
import TestSupport
import Testing

@Suite("Matrices and their memory")
struct MatrixTests {
  private let workspace = Workspace()

  private func counted(_ rows: Int, _ columns: Int) -> Matrix {
    workspace.matrix(rows, columns, (0..<rows * columns).map { Double($0) })
  }

  @Test("Views are the rows and columns they name, and write through")
  func views() {
    let matrix = counted(5, 4)
    #expect(matrix.rows(1..<3).values == [4, 5, 6, 7, 8, 9, 10, 11])
    #expect(matrix.row(4).values == [16, 17, 18, 19])
    #expect(matrix.columns(2..<4).rows(0..<2).values == [2, 3, 6, 7])
    #expect(matrix.everyRow(2, from: 1, count: 2).values == [4, 5, 6, 7, 12, 13, 14, 15])
    #expect(matrix.reshaped(rows: 2, columns: 10).row(1).values == (10..<20).map { Float($0) })
    let view = matrix.columns(1..<3).everyRow(3, from: 0, count: 2)
    #expect(view.values == [1, 2, 13, 14])
    view.fill(-1)
    view[1, 1] = 9
    #expect(matrix.row(0).values == [0, -1, -1, 3] && matrix.row(3).values == [12, -1, 9, 15])
    #expect(matrix.rows(1..<3).values == [4, 5, 6, 7, 8, 9, 10, 11])
    #expect(view[1, 1] == 9 && !view.isContiguous && matrix.isContiguous)
    #expect(matrix.columns(0..<2).row(3).isContiguous)
  }

  @Test("Numbers go to and from arrays and other matrices")
  func copies() {
    let matrix = counted(3, 5)
    let view = matrix.columns(1..<4)
    let other = workspace.matrix(3, 3)
    other.copy(from: view)
    #expect(other.values == [1, 2, 3, 6, 7, 8, 11, 12, 13])
    view.copy(from: (0..<12).map { Float(-$0) }, at: 3)
    #expect(view.values == (3..<12).map { Float(-$0) } && matrix.row(1).values[0] == 5)
    var floats = [Float](repeating: 0.5, count: 11)
    other.write(to: &floats, at: 1)
    #expect(floats == [0.5] + other.values + [0.5])
    var doubles = [Double](repeating: 0.5, count: 10)
    other.read(into: &doubles)
    #expect(doubles == other.doubles + [0.5])
    other.set(doubles, times: 2)
    other.add(doubles, times: -0.5)
    #expect(other.doubles == doubles.dropLast().map { $0 * 1.5 })
  }

  @Test("Arrays lend their memory as matrices")
  func borrowed() {
    var numbers: [Float] = [1, 2, 3, 4, 5, 6]
    let sum = numbers.withMatrix(rows: 2, columns: 3) { $0.row(1).values.reduce(0, +) }
    #expect(sum == 15)
    numbers.withMutableMatrix(rows: 3, columns: 2) { $0.columns(1..<2).fill(0) }
    #expect(numbers == [1, 0, 3, 0, 5, 0])
    #expect([Float]().withMatrix(rows: 0, columns: 3) { $0.values.isEmpty })
  }

  @Test("Memory is zero, and no two matrices share any, however many and large they are")
  func workspaces() {
    let shapes = [(1, 1), (0, 5), (3, 7), (100, 64), (64, 16), (700, 1000), (1, 3_000_000), (5, 5)]
    let matrices = shapes.map { workspace.matrix($0.0, $0.1) }
    #expect(matrices.count { !$0.isFilled(0) } == 0)
    for (index, matrix) in matrices.enumerated() { matrix.fill(Float(index + 1)) }
    for (index, matrix) in matrices.enumerated() {
      #expect(matrix.isFilled(Float(index + 1)), "matrix \(index)")
    }
    let bytes = shapes.reduce(0) { $0 + $1.0 * $1.1 * 4 }
    #expect(workspace.byteCount >= bytes && workspace.byteCount < bytes + 128 * shapes.count)
  }

  @Test("Rows and columns that are not there trap")
  func traps() async {
    await #expect(processExitsWith: .failure) { _ = Workspace().matrix(2, 3).rows(1..<3) }
    await #expect(processExitsWith: .failure) { _ = Workspace().matrix(2, 3).columns(2..<4) }
    await #expect(processExitsWith: .failure) { _ = Workspace().matrix(2, 3)[2, 0] }
    await #expect(processExitsWith: .failure) { _ = Workspace().matrix(2, 3)[0, -1] }
    await #expect(processExitsWith: .failure) {
      _ = Workspace().matrix(4, 3).everyRow(2, from: 0, count: 3)
    }
    await #expect(processExitsWith: .failure) {
      _ = Workspace().matrix(4, 3).columns(0..<2).reshaped(rows: 2, columns: 4)
    }
    await #expect(processExitsWith: .failure) {
      let workspace = Workspace()
      workspace.matrix(2, 3).setSum(workspace.matrix(2, 3), workspace.matrix(3, 2))
    }
  }
}
