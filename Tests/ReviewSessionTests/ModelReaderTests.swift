import ArrhythmiaModel
import Foundation
import NeuralNetwork
import ReviewSession
import Synchronization
import Testing
import Waveforms

@Suite("A model reads a record under review")
struct ModelReaderTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../..").standardized.path
  private static let model = root + "/Models/aami.safetensors"

  private final class Reports: Sendable {
    private let list = Mutex<[ModelReader.Report]>([])
    func add(_ report: ModelReader.Report) { list.withLock { $0.append(report) } }
    var all: [ModelReader.Report] { list.withLock { $0 } }
  }

  /// What the reader tells of a record when it has read all of it.
  private func reports(of record: Record, _ teaching: TeachingRequest? = nil)
    -> [ModelReader.Report]
  {
    let reports = Reports()
    let order = ModelReader.Order(
      record: record, beats: nil, models: [.init(name: "aami", path: Self.model)], cache: nil)
    let worker = ModelReader.worker(order) { reports.add($0) }
    worker.request(ModelReader.Request(attended: 0, details: [], teaching: teaching))
    #expect(eventually(within: .seconds(120)) { worker.isIdle && !reports.all.isEmpty })
    worker.end()
    return reports.all
  }

  @Test("what is shown of beats at the end is what families decide, as classify prints it")
  func adapts() throws {
    let record = try Recording(path: Self.root + "/SampleData/x001").record
    let classifier = try #require(
      RecordClassifier(ModelWeights(path: Self.model), crew: Crew(count: 1)))
    let alone = try classifier.run(record)
    let adapted = try classifier.adapted(alone, of: record)
    #expect(alone != adapted)
    var state: ModelState?
    for report in reports(of: record) {
      switch report {
      case .loaded(let facts): state = ModelState(facts)
      case .begun(let places, let fit): state?.begin(places: places, fit: fit)
      case .found(let found, let first): state?.take(found, from: first)
      case .adapted(let found):
        #expect(state?.isComplete == false && state?.readCount == alone.count)
        state?.adapt(to: found)
        #expect(state?.isComplete == true)
      case .explained, .unexplained, .taught, .cannot: break
      }
    }
    #expect(state?.untaughtFindings == adapted)
  }

  @Test("labels teach on what families have decided")
  func teaches() throws {
    let record = try Recording(path: Self.root + "/SampleData/x001").record
    let all = reports(of: record, TeachingRequest(labels: [], asks: true))
    let adapted = all.compactMap { if case .adapted(let found) = $0 { found } else { nil } }
    let taught = all.compactMap { if case .taught(let taught?) = $0 { taught } else { nil } }
    #expect(adapted.count == 1 && taught.count == 1)
    #expect(taught.first?.findings == adapted.first && taught.first?.question != nil)
  }
}
