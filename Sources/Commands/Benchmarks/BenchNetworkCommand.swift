import ArgumentParser
import ArrhythmiaModel
import CMeasuring
import Foundation
import NeuralNetwork
import Synchronization

/// How fast the network computes on this machine.
struct BenchNetworkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "network", abstract: "Time inference and training of the rhythm classifier.",
    discussion: """
      Prints a table: medians over --seconds of each job, the arithmetic that
      they reach in matrix products and convolutions, its share of the best that
      OpenBLAS's sgemm reached beside it on as many threads, heap allocations of
      one run, and the most memory that a process doing this alone had resident.
      Model and windows are random, of the standard size.
      """)

  @Option(help: "Seconds for each job.")
  var seconds = 4.0

  @Option(help: "Numbers of threads.")
  var threads: [Int] = [1, 2]

  @Option(help: "One of the instruction sets that the kernels are compiled for.")
  var instructions: String?

  @Option(help: "Who computes matrix products: tile or openblas.")
  var products: ProductProvider?

  @Option(help: "What factors of products are rounded to: float32 or bfloat16.")
  var precision: ProductPrecision = .float32

  @Flag(help: "Print JSON.")
  var json = false

  @Option(help: .hidden)
  var job: NetworkJob?

  func run() throws {
    guard (0.1...600).contains(seconds) else {
      throw CommandError.badOption(
        name: "--seconds", expected: "0.1 to 600", found: String(seconds))
    }
    guard !threads.isEmpty, threads.allSatisfy({ (1...64).contains($0) }) else {
      throw CommandError.badOption(
        name: "--threads", expected: "1 to 64",
        found: threads.map(String.init).joined(separator: " "))
    }
    if let instructions, !InstructionSet.use(instructions) {
      throw CommandError.badOption(
        name: "--instructions", expected: InstructionSet.available.joined(separator: ", "),
        found: instructions)
    }
    try products?.choose()
    if let job {
      try Output.json(
        NetworkMeasurement(
          job, threads: threads[0], seconds: seconds, precision: precision.required()))
      return
    }
    var results: [NetworkMeasurement] = []
    for count in threads {
      for job in NetworkJob.allCases { results.append(try measureApart(job, threads: count)) }
    }
    if json { try Output.json(results) } else { try Output.lines(table(results)) }
  }

  /// In a process of its own, whose memory is this job's alone.
  private func measureApart(_ job: NetworkJob, threads: Int) throws -> NetworkMeasurement {
    let process = Process()
    process.executableURL = URL(filePath: Bundle.main.executablePath ?? CommandLine.arguments[0])
    process.arguments =
      [
        "bench", "network", "--job", job.rawValue, "--threads", String(threads), "--seconds",
        String(seconds), "--precision", precision.rawValue,
      ] + (instructions.map { ["--instructions", $0] } ?? [])
      + (products.map { ["--products", $0.rawValue] } ?? [])
    let pipe = Pipe()
    process.standardOutput = pipe
    do { try process.run() } catch {
      throw CommandError.cannotMeasure(job: job.rawValue, reason: "the program cannot start itself")
    }
    let printed = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0,
      let result = try? JSONDecoder().decode(NetworkMeasurement.self, from: printed)
    else {
      throw CommandError.cannotMeasure(
        job: job.rawValue, reason: "it ended with status \(process.terminationStatus)")
    }
    return result
  }

  private func table(_ results: [NetworkMeasurement]) -> [String] {
    let head = [
      "job", "batch", "threads", "median ms", "windows/s", "GFLOP/s", "of sgemm", "allocations",
      "resident MB",
    ]
    var rows = [head]
    for result in results {
      let peak = results.first { $0.threads == result.threads && $0.job == .sgemm }?.gflops ?? 0
      rows.append([
        result.job.title, result.batch.map(String.init) ?? "", String(result.threads),
        result.milliseconds.map { String(format: "%.3f", $0) } ?? "",
        result.windowsPerSecond.map { String(format: "%.0f", $0) } ?? "",
        result.gflops > 0 ? String(format: "%.0f", result.gflops) : "OpenBLAS not installed",
        peak > 0 ? String(format: "%.0f %%", 100 * result.gflops / peak) : "",
        result.allocations.map(String.init) ?? "", String(format: "%.0f", result.residentMegabytes),
      ])
    }
    let widths = head.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return [
      "instructions: \(results.first?.instructions ?? ""), products: \(ProductProvider.current), precision: "
        + precision.rawValue
    ]
      + rows.map { row in
        zip(row, widths).enumerated().map { index, cell in
          let pad = String(repeating: " ", count: cell.1 - cell.0.count)
          return index == 0 ? cell.0 + pad : pad + cell.0
        }.joined(separator: "  ")
      }
  }
}

/// What can be timed.
enum NetworkJob: String, Codable, CaseIterable, ExpressibleByArgument {
  case sgemm
  case infer1
  case infer64
  case train64

  var title: String {
    switch self {
    case .sgemm: "OpenBLAS sgemm"
    case .infer1, .infer64: "inference"
    case .train64: "training step"
    }
  }
}

/// One row of the table.
struct NetworkMeasurement: Codable {
  var job: NetworkJob
  var instructions: String
  var products: String
  var precision: String
  var batch: Int?
  var threads: Int
  var milliseconds: Double?
  /// The quickest run.
  var leastMilliseconds: Double?
  var windowsPerSecond: Double?
  var gflops: Double
  var allocations: Int?
  /// The most that was resident.
  var residentMegabytes: Double

  init(_ job: NetworkJob, threads: Int, seconds: Double, precision: ProductPrecision) throws {
    self.job = job
    self.threads = threads
    instructions = InstructionSet.current
    (products, self.precision) = (ProductProvider.current.rawValue, precision.rawValue)
    gflops = 0
    residentMegabytes = 0
    let sizes = ModelConfiguration()
    switch job {
    case .sgemm: gflops = Self.sgemm(threads: threads, seconds: seconds)
    case .infer1, .infer64:
      let count = job == .infer1 ? 1 : 64
      let engine = InferenceEngine(
        ModelWeights(random: sizes, seed: 1), crew: Crew(count: threads), precision: precision)
      let windows = Self.noise(count, sizes)
      time(count, sizes.forwardOperations, seconds) { _ = engine.run(windows, maps: false) }
    case .train64:
      try timeTraining(sizes, threads: threads, seconds: seconds, precision: precision)
    }
    residentMegabytes = ProcessMemory.megabytes("VmHWM")
  }

  /// With the losses of the design's default and dropout, on one batch again and again.
  private mutating func timeTraining(
    _ sizes: ModelConfiguration, threads: Int, seconds: Double, precision: ProductPrecision
  ) throws {
    let prior = [Double](repeating: 1 / Double(sizes.classes), count: sizes.classes)
    let loss = LossConfiguration(
      prior: prior, contrast: .adaptive(AdaptiveContrastiveLoss.Configuration(prior: prior)))
    let trainer = Trainer(
      ModelWeights(random: sizes, seed: 1),
      TrainingConfiguration(
        loss: loss, schedule: LearningRateSchedule(peak: 1e-3, totalSteps: 1_000_000),
        precision: precision),
      capacity: 64, crew: Crew(count: threads))
    let windows = Self.noise(64, sizes)
    for row in 0..<64 { trainer.network.fill(row, from: windows, row) }
    let labels = (0..<64).map { $0 % sizes.classes }
    try time(64, sizes.trainingOperations, seconds) { try trainer.step(labels: labels) }
  }

  private mutating func time(
    _ count: Int, _ operations: Double, _ seconds: Double, _ body: () throws -> Void
  ) rethrows {
    for _ in 0..<3 { try body() }
    let before = measuring_allocations()
    try body()
    allocations = before < 0 ? nil : measuring_allocations() - before
    let clock = ContinuousClock()
    let end = clock.now + .seconds(seconds)
    var times: [Double] = []
    while clock.now < end || times.count < 5 {
      let start = clock.now
      try body()
      times.append((clock.now - start) / .seconds(1))
    }
    times.sort()
    let median = times[times.count / 2]
    leastMilliseconds = times[0] * 1e3
    batch = count
    milliseconds = median * 1e3
    windowsPerSecond = Double(count) / median
    gflops = operations * Double(count) / median * 1e-9
  }

  /// GFLOP/s of OpenBLAS, every thread with a product of its own of 1024x1024 matrices, the best of
  /// the runs: what the network's kernels are compared with. 0 where it is not installed.
  private static func sgemm(threads: Int, seconds: Double) -> Double {
    guard ProductProvider.use(.openblas) else { return 0 }
    let reached = Total()
    Crew(count: threads).run { _ in reached.add(bestProduct(1024, seconds)) }
    return reached.value
  }

  private static func bestProduct(_ size: Int, _ seconds: Double) -> Double {
    let workspace = Workspace()
    let matrices = (0..<3).map { _ in workspace.matrix(size, size) }
    let numbers = (0..<size * size).map { Float($0 % 977) / 977 - 0.5 }
    for matrix in matrices { matrix.copy(from: numbers) }
    let clock = ContinuousClock()
    let end = clock.now + .seconds(seconds)
    var best = Double.infinity
    while clock.now < end {
      let start = clock.now
      matrices[2].setProduct(matrices[0].factor, matrices[1])
      best = min(best, (clock.now - start) / .seconds(1))
    }
    return 2e-9 * Double(size * size * size) / best
  }

  private final class Total: Sendable {
    private let sum = Mutex(0.0)
    var value: Double { sum.withLock { $0 } }
    func add(_ part: Double) { sum.withLock { $0 += part } }
  }

  private static func noise(_ count: Int, _ sizes: ModelConfiguration) -> Windows {
    var random = SplitMix64(seed: 7)
    let (leads, slots) = (ModelConfiguration.ecgChannels, ModelConfiguration.iegmChannels)
    func values(_ channels: Int) -> [Float] {
      (0..<count * channels * sizes.samples).map { _ in Float(random.normal()) }
    }
    return Windows(
      samples: sizes.samples, ecg: values(leads), iegm: values(slots),
      ecgLive: [Float](repeating: 1, count: count * leads),
      iegmLive: [Float](repeating: 1, count: count * slots))
  }
}
