import ReviewSession
import Synchronization
import Testing
import Waveforms

@Suite("Work on a record")
struct SessionWorkTests {
  private final class Reports: Sendable {
    private let list = Mutex<[SessionWork.Report]>([])
    func add(_ report: SessionWork.Report) { list.withLock { $0.append(report) } }
    var detections: [[Double]] {
      list.withLock { $0.compactMap { if case .detected(let beats) = $0 { beats } else { nil } } }
    }
    var measures: [MeasureReport] {
      list.withLock { $0.compactMap { if case .measured(let found) = $0 { found } else { nil } } }
    }
  }

  /// The fault: the loop told the worker again what it had in hand, and the detector went through the whole
  /// record twice before anything was measured.
  @Test("the detector goes through a record once, however often the screen asks")
  func detectsOnce() {
    let document = MemoryRecords.document(MemoryRecords.beats(seconds: 60))
    let reports = Reports()
    let work = SessionWork(document) { reports.add($0) }
    var wants = Wants()
    wants.detection = true
    work.want(wants)
    while !work.isIdle { work.want(wants) }
    for _ in 0..<100 { work.want(wants) }
    #expect(eventually { work.isIdle })
    #expect(work.counts["detection"]?.started == 1)
    #expect(reports.detections.count == 1)
    let beats = reports.detections.first ?? []
    #expect((70...76).contains(beats.count))
  }

  @Test("measuring waits for no detection, and the same beats are measured once")
  func measuresBeside() {
    let document = MemoryRecords.document(MemoryRecords.beats(seconds: 600))
    let reports = Reports()
    let work = SessionWork(document) { reports.add($0) }
    var wants = Wants()
    wants.detection = true
    let beats = stride(from: 0.81, to: 599, by: 0.8).map { $0 }
    wants.measuring = MeasureRequest(from: beats[10], to: beats[14], beats: beats)
    work.want(wants)
    #expect(eventually { !reports.measures.isEmpty })
    for _ in 0..<10 { work.want(wants) }
    #expect(work.counts["measuring"]?.started == 1)
    #expect(reports.measures.first?.measures.count == 5)
    work.end()
  }

  /// The fault: four detectors went on behind an idle list after four records had been left.
  @Test("all work on a record that is left ends within 50 ms")
  func endsWhenLeft() {
    for _ in 0..<4 {
      let document = MemoryRecords.document(MemoryRecords.beats(seconds: 4 * 3600))
      let work = SessionWork(document) { _ in }
      var wants = Wants()
      wants.detection = true
      wants.peaks = true
      work.want(wants)
      #expect(
        eventually {
          work.counts["detection"]?.started == 1 && work.counts["peaks"]?.started == 1
        })
      let left = ContinuousClock.now
      work.end()
      #expect(eventually { work.isIdle })
      #expect(ContinuousClock.now - left < .milliseconds(50))
      #expect(work.counts["detection"]?.finished == 0)
    }
  }
}
