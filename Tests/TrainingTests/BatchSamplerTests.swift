import Testing
import Training

@Suite("Batches") struct BatchSamplerTests {
  /// Windows by class: 100, 25 and 4; their numbers are no simple count.
  private static let counts = [100, 25, 4]
  private static let labels = counts.enumerated().flatMap { Array(repeating: $0, count: $1) }
  private let indices = labels.indices.map { 3 * $0 + 7 }

  private func sampler(
    _ scheme: BatchSampler.Scheme, windows: Int? = nil, seed: UInt64 = 1
  ) -> BatchSampler {
    BatchSampler(
      indices, labels: { Self.labels[($0 - 7) / 3] }, classCount: 3, scheme: scheme,
      windows: windows, seed: seed)
  }

  private func drawn(_ sampler: BatchSampler, epoch: Int) -> [Int] {
    var counts = [0, 0, 0]
    for index in sampler.epoch(epoch) { counts[Self.labels[(index - 7) / 3]] += 1 }
    return counts
  }

  @Test func `By instance each window comes once an epoch`() {
    let sampler = sampler(.instance)
    for epoch in 0..<3 {
      #expect(sampler.epoch(epoch).sorted() == indices)
    }
    #expect(sampler.epochWindows == 129)
  }

  @Test func `By square root classes come in proportion to the roots of their windows`() {
    // Roots of 10, 5 and 2: 17 parts.
    let sampler = sampler(.squareRoot, windows: 170)
    #expect(drawn(sampler, epoch: 0) == [100, 50, 20])
    #expect(drawn(sampler, epoch: 1) == [100, 50, 20])
  }

  @Test func `Balanced, classes come alike`() {
    #expect(drawn(sampler(.balanced, windows: 90), epoch: 2) == [30, 30, 30])
  }

  @Test func `A class without windows is never drawn`() {
    for scheme in BatchSampler.Scheme.allCases {
      let sampler = BatchSampler(
        Array(0..<8), labels: { $0 % 2 * 2 }, classCount: 3, scheme: scheme, seed: 1)
      #expect(sampler.prior[1] == 0)
      #expect(sampler.epoch(0).count == sampler.epochWindows)
      #expect(sampler.epochWindows == 8)
    }
  }

  @Test func `A rare class is drawn at least once`() {
    let labels = Array(repeating: 0, count: 5000) + [1]
    let sampler = BatchSampler(
      Array(labels.indices), labels: { labels[$0] }, classCount: 2, scheme: .instance, windows: 20,
      seed: 1)
    #expect(sampler.epoch(0).filter { $0 == 5000 }.count == 1)
  }

  @Test(arguments: BatchSampler.Scheme.allCases, [nil, 40, 301])
  func `The prior sums to one and is the share that is drawn`(
    scheme: BatchSampler.Scheme, windows: Int?
  ) {
    let sampler = sampler(scheme, windows: windows)
    #expect(abs(sampler.prior.reduce(0, +) - 1) < 1e-12)
    let drawn = drawn(sampler, epoch: 5)
    #expect(drawn.reduce(0, +) == sampler.epochWindows)
    for (share, count) in zip(sampler.prior, drawn) {
      #expect(abs(share - Double(count) / Double(sampler.epochWindows)) < 1e-12)
    }
  }

  @Test(arguments: BatchSampler.Scheme.allCases)
  func `Within a class no window is drawn more than once oftener than another`(
    scheme: BatchSampler.Scheme
  ) {
    let times = Dictionary(grouping: sampler(scheme, windows: 300).epoch(0)) { $0 }
      .mapValues(\.count)
    for label in 0..<3 {
      let own = indices.filter { Self.labels[($0 - 7) / 3] == label }.map { times[$0] ?? 0 }
      let (least, most) = (own.min() ?? 0, own.max() ?? 0)
      #expect(most - least <= 1 && most > 0)
    }
  }

  @Test(arguments: BatchSampler.Scheme.allCases)
  func `Seed and epoch give the order`(scheme: BatchSampler.Scheme) {
    #expect(sampler(scheme).epoch(3) == sampler(scheme).epoch(3))
    #expect(sampler(scheme).epoch(3) != sampler(scheme).epoch(4))
    #expect(sampler(scheme, seed: 2).epoch(3) != sampler(scheme).epoch(3))
  }

  @Test func `Other windows of a common class are drawn in another epoch`() {
    let sampler = sampler(.balanced, windows: 30)
    #expect(Set(sampler.epoch(0)) != Set(sampler.epoch(1)))
  }
}
