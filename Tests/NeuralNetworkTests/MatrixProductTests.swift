import NeuralNetwork
import TestSupport
import Testing

/// Every layer that a golden file was made of.
enum GoldenLayers {
  static func hold() throws {
    for index in 0..<8 { try ConvolutionGoldenTests().agrees(index) }
    for index in 0..<4 {
      try BatchNormalizationGoldenTests().batch(index)
      try LayerNormalizationGoldenTests().agrees(index)
    }
    for index in 0..<5 { try AttentionGoldenTests().agrees(index) }
    for index in 0..<2 { try TransformerBlockGoldenTests().agrees(index) }
    try AttentionPoolingGoldenTests().agrees()
    try PointwiseGoldenTests().gelu()
    try PointwiseGoldenTests().softmax()
    try PointwiseGoldenTests().sigmoid()
    try AdamWTests().golden()
  }
}

/// Each instruction set is tried in a process of its own: which one is in use is global.
@Suite("Matrix products")
struct MatrixProductTests {
  @Test("They are the sum of the definition", arguments: InstructionSet.available)
  func definition(_ set: String) async {
    await #expect(processExitsWith: .success) { [set] in
      #expect(InstructionSet.use(set))
      for rows in Products.sizes {
        for columns in Products.sizes {
          for depth in [0, 1, 2, 33] {
            let complaint = Products.complaint(rows, columns, depth)
            #expect(complaint == nil, "\(rows)x\(depth) by \(depth)x\(columns)")
          }
        }
      }
    }
  }

  @Test("Sliding rows are those that overlap", arguments: InstructionSet.available)
  func sliding(_ set: String) async {
    await #expect(processExitsWith: .success) { [set] in
      #expect(InstructionSet.use(set))
      for (taps, step, channels) in [(1, 1, 5), (3, 1, 1), (3, 2, 16), (5, 3, 7), (2, 4, 33)] {
        for columns in [1, 8, 17, 48, 65] {
          let complaint = Products.slidingComplaint(taps, step, channels, columns)
          #expect(complaint == nil, "\(taps) taps of \(channels) by \(columns)")
        }
      }
    }
  }

  @Test("A row's bits do not depend on the rows beside it", arguments: InstructionSet.available)
  func rows(_ set: String) async {
    await #expect(processExitsWith: .success) { [set] in
      #expect(InstructionSet.use(set))
      for columns in Products.sizes {
        let product = BitProduct(rows: 33, columns: columns, depth: 21)
        let whole = product.bits(0..<33)
        for count in [1, 2, 3, 5, 7, 8, 12, 13] {
          var parts: [UInt32] = []
          for first in stride(from: 0, to: 33, by: count) {
            parts += product.bits(first..<min(first + count, 33))
          }
          #expect(
            Golden.difference(parts, whole) == nil, "\(columns) columns, \(count) rows at a time")
        }
      }
    }
  }

  @Test(
    "AVX2 and AVX-512 give the same bits",
    .enabled(if: Set(InstructionSet.available).isSuperset(of: ["avx2", "avx512"])))
  func sets() async {
    await #expect(processExitsWith: .success) {
      for rows in Products.sizes {
        for columns in Products.sizes {
          let product = BitProduct(rows: rows, columns: columns, depth: (rows + columns) % 41 + 1)
          let bits = ["avx2", "avx512"].map { set in
            #expect(InstructionSet.use(set))
            return product.bits(0..<rows)
          }
          #expect(Golden.difference(bits[0], bits[1]) == nil, "\(rows)x\(columns)")
        }
      }
    }
  }

  @Test("The golden layers hold with every instruction set", arguments: InstructionSet.available)
  func layers(_ set: String) async throws {
    try await #require(processExitsWith: .success) { [set] in
      #expect(InstructionSet.use(set))
      #expect(InstructionSet.current == set)
      try GoldenLayers.hold()
    }
  }

  @Test("Unknown instruction sets are refused, and the first is in use")
  func unknown() async {
    await #expect(processExitsWith: .success) {
      #expect(InstructionSet.current == InstructionSet.available.first)
      #expect(!InstructionSet.use("abacus"))
      #expect(InstructionSet.current == InstructionSet.available.first)
    }
  }

  @Test("Shapes that do not fit trap")
  func shapes() async {
    await #expect(processExitsWith: .failure) {
      let workspace = Workspace()
      workspace.matrix(2, 3).setProduct(
        workspace.matrix(2, 4).factor, workspace.matrix(5, 3))
    }
    await #expect(processExitsWith: .failure) {
      let workspace = Workspace()
      workspace.matrix(2, 3).setProduct(
        workspace.matrix(2, 4).factor, workspace.matrix(4, 3), bias: workspace.vector(2))
    }
  }
}
