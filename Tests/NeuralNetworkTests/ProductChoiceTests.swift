import NeuralNetwork
import Synchronization
import TestSupport
import Testing

/// Products of OpenBLAS and in bfloat16. Who computes is global: each is tried in a process of its own.
@Suite("Who computes products, and how precisely")
struct ProductChoiceTests {
  static let hasOpenBLAS = ProductProvider.available.contains(.openblas)
  static let sliding = [
    (1, 1, 5), (3, 1, 1), (3, 2, 16), (5, 3, 7), (2, 4, 33), (7, 2, 12), (9, 1, 3),
  ]

  @Test("Tiles are the default where the processor has tuned ones")
  func standard() async {
    await #expect(processExitsWith: .success) {
      let isTuned = InstructionSet.available.first != "baseline"
      let expected = isTuned ? .tile : ProductProvider.available.last
      #expect(ProductProvider.current == expected)
      #expect(ProductProvider.use(.tile) && ProductProvider.current == .tile)
    }
  }

  @Test("OpenBLAS's are the sum of the definition", .enabled(if: hasOpenBLAS, "OpenBLAS"))
  func openBLAS() async {
    await #expect(processExitsWith: .success) {
      #expect(ProductProvider.use(.openblas) && ProductProvider.current == .openblas)
      for rows in Products.sizes {
        for columns in Products.sizes {
          for depth in [0, 1, 2, 33] {
            let complaint = Products.complaint(rows, columns, depth)
            #expect(complaint == nil, "\(rows)x\(depth) by \(depth)x\(columns)")
          }
        }
      }
      for (taps, step, channels) in ProductChoiceTests.sliding {
        for columns in [1, 8, 17, 48, 65] {
          let complaint = Products.slidingComplaint(taps, step, channels, columns)
          #expect(complaint == nil, "\(taps) taps of \(channels) by \(columns)")
        }
      }
    }
  }

  @Test("The golden layers hold with OpenBLAS", .enabled(if: hasOpenBLAS, "OpenBLAS"))
  func layers() async throws {
    try await #require(processExitsWith: .success) {
      #expect(ProductProvider.use(.openblas))
      try GoldenLayers.hold()
    }
  }

  // MARK: bfloat16

  static let hasBfloat16 = ProductPrecision.bfloat16.isAvailable

  /// What a job of that precision says first, if anything.
  static func complaint(_ body: @escaping @Sendable () -> String?) -> String? {
    let found = Mutex<String?>(nil)
    Crew(count: 1).run(
      Crew.Job(precision: .bfloat16) { _ in
        let text = body()
        found.withLock { $0 = text }
      })
    return found.withLock { $0 }
  }

  @Test(
    "Factors are rounded to eight bits, sums are not", .enabled(if: hasBfloat16, "AVX-512 BF16"))
  func rounding() {
    let complaint = Self.complaint {
      for rows in Products.sizes + [11, 25, 100] {
        for columns in Products.sizes + [100] {
          for depth in [1, 2, 7, 8, 9, 33, 64] {
            let wrong = Products.complaint(rows, columns, depth, rounding: 0x1p-8)
            if let wrong { return "\(rows)x\(depth) by \(depth)x\(columns): \(wrong)" }
          }
        }
      }
      for (taps, step, channels) in Self.sliding {
        for columns in [1, 8, 17, 48, 65] {
          let wrong = Products.slidingComplaint(taps, step, channels, columns, rounding: 0x1p-8)
          if let wrong { return "\(taps) taps of \(channels) by \(columns): \(wrong)" }
        }
      }
      return nil
    }
    #expect(complaint == nil)
  }

  @Test("No product is as near as without rounding", .enabled(if: hasBfloat16, "AVX-512 BF16"))
  func isRounded() {
    let complaint = Self.complaint {
      for (rows, columns, depth) in [(4, 8, 8), (13, 33, 21), (50, 70, 31)]
      where Products.complaint(rows, columns, depth) == nil {
        return "\(rows)x\(depth) by \(depth)x\(columns)"
      }
      for (taps, step, channels) in [(3, 2, 16), (5, 3, 7), (7, 2, 12)]
      where Products.slidingComplaint(taps, step, channels, 48) == nil {
        return "\(taps) taps of \(channels)"
      }
      return nil
    }
    #expect(complaint == nil)
  }

  @Test("What eight bits hold is exact in bfloat16", .enabled(if: hasBfloat16, "AVX-512 BF16"))
  func exact() {
    let complaint = Self.complaint {
      let workspace = Workspace()
      for (rows, columns, depth) in [(4, 8, 8), (13, 33, 21), (50, 70, 31)] {
        let left = workspace.matrix(rows, depth)
        let right = workspace.matrix(depth, columns)
        left.copy(from: (0..<rows * depth).map { Float($0 % 29 - 14) })
        right.copy(from: (0..<depth * columns).map { Float($0 % 23 - 11) / 8 })
        let found = workspace.matrix(rows, columns)
        found.setProduct(left.factor, right)
        for row in 0..<rows {
          for column in 0..<columns {
            let sum = (0..<depth).reduce(Float(0)) { $0 + left[row, $1] * right[$1, column] }
            if found[row, column] != sum { return "[\(row), \(column)] of \(rows)x\(columns)" }
          }
        }
      }
      return nil
    }
    #expect(complaint == nil)
  }

  @Test(
    "A row's bits do not depend on the rows beside it", .enabled(if: hasBfloat16, "AVX-512 BF16"))
  func rows() {
    let complaint = Self.complaint {
      for columns in Products.sizes where columns >= 8 {
        let product = BitProduct(rows: 36, columns: columns, depth: 21)
        let whole = product.bits(0..<36)
        for count in [4, 6, 12, 18] {
          let parts = stride(from: 0, to: 36, by: count).flatMap { product.bits($0..<$0 + count) }
          if Golden.difference(parts, whole) != nil { return "\(columns) columns, \(count) rows" }
        }
      }
      return nil
    }
    #expect(complaint == nil)
  }

  @Test("Only the job that asks has them", .enabled(if: hasBfloat16, "AVX-512 BF16"))
  func scope() {
    let product = BitProduct(rows: 16, columns: 16, depth: 16)
    let plain = product.bits(0..<16)
    let rounded = Mutex<[UInt32]>([])
    let crew = Crew(count: 2)
    let job = Crew.Job(precision: .bfloat16) { share in
      let bits = BitProduct(rows: 16, columns: 16, depth: 16).bits(0..<16)
      if share.rank == 1 { rounded.withLock { $0 = bits } }
    }
    crew.run(job)
    #expect(Golden.difference(rounded.withLock { $0 }, plain) != nil)
    #expect(Golden.difference(product.bits(0..<16), plain) == nil)
    let after = Mutex<[UInt32]>([])
    crew.run { share in
      let bits = BitProduct(rows: 16, columns: 16, depth: 16).bits(0..<16)
      if share.rank == 1 { after.withLock { $0 = bits } }
    }
    #expect(Golden.difference(after.withLock { $0 }, plain) == nil)
  }

  @Test(
    "What is not a number stays with its row and column", .enabled(if: hasBfloat16, "AVX-512 BF16"))
  func notNumbers() {
    let complaint = Self.complaint {
      let workspace = Workspace()
      for depth in [9, 16, 33] {
        let left = workspace.matrix(12, depth)
        let right = workspace.matrix(depth, 20)
        left.fill(1)
        right.fill(1)
        // At the row's end, where a pair may have no second, and at its beginning, behind another row.
        left[5, depth - 1] = .nan
        left[5, 0] = .infinity
        right[0, 7] = .infinity
        let found = workspace.matrix(12, 20)
        found.setProduct(left.factor, right)
        for row in 0..<12 {
          for column in 0..<20 {
            let value = found[row, column]
            let isRight =
              row == 5 ? value.isNaN : column == 7 ? value == .infinity : value == Float(depth)
            if !isRight { return "[\(row), \(column)] is \(value) at depth \(depth)" }
          }
        }
      }
      return nil
    }
    #expect(complaint == nil)
  }
}
