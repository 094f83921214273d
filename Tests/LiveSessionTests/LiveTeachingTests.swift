import ArrhythmiaModel
import Dispatch
import Foundation
import LiveSession
import LiveStreams
import NeuralNetwork
import Synchronization
import Testing
import Waveforms

/// A record that comes as far as a test lets it.
private final class GatedSource: StreamSource {
  let name = "gated"
  let hasOwnClock = false
  private let record: Record
  private let gate = Mutex(0)

  init(_ record: Record) { self.record = record }

  func letCome(seconds: Double) {
    gate.withLock { $0 = min(record.frameCount, Int(seconds * record.frameRateHz)) }
  }

  func run(until stop: StopSignal, _ deliver: (StreamEvent) -> Void) throws {
    deliver(.connected(name))
    deliver(
      .message(
        .header(
          try StreamHeader(
            name: record.name, samplingRateHz: record.frameRateHz,
            channels: record.channels.map { .init(name: $0.name, calibration: $0.calibration) },
            source: "test"))))
    let channels = Array(record.channels.indices)
    var next = 0
    repeat {
      let end = gate.withLock { min($0, next + 250) }
      guard end > next else { continue }
      let block = try record.digital(channels: channels, frames: next..<end)
      let samples = (0..<end - next).flatMap { frame in
        channels.map { block.samples[block.starts[$0] + frame] }
      }
      deliver(
        .message(
          .packet(
            StreamPacket(
              sequence: UInt64(next), firstFrame: Int64(next), sourceSeconds: nil, samples: samples)
          )
        ))
      next = end
    } while !stop.isStopped && (next < gate.withLock { $0 } || stop.sleep(seconds: 0.002))
  }
}

/// Labels of a stream's beats teach the model that reads it, once the reader says so.
@Suite struct LiveTeachingTests {
  private static func path(_ name: String) -> String {
    var folder = URL(filePath: #filePath)
    for _ in 0..<3 { folder.deleteLastPathComponent() }
    return folder.appending(path: name).path
  }

  private func start(_ path: String) throws -> (source: GatedSource, monitor: LiveMonitor) {
    let classifier = try #require(
      RecordClassifier(
        ModelWeights(path: Self.path("Models/aami.safetensors")), crew: Crew(count: 1)))
    let source = GatedSource(try Recording(path: path).record)
    let monitor = LiveMonitor(
      source, choose: { _ in LiveModel(name: "aami", digest: "d", classifier: classifier) })
    monitor.start()
    return (source, monitor)
  }

  private func wait(until isThere: () -> Bool) -> Bool {
    for _ in 0..<6000 {
      if isThere() { return true }
      Thread.sleep(forTimeInterval: 0.005)
    }
    return false
  }

  private func read(_ running: (source: GatedSource, monitor: LiveMonitor), to seconds: Double) {
    running.source.letCome(seconds: seconds)
    #expect(wait { running.monitor.view().reading.end >= seconds - 0.2 })
  }

  @Test func nothingChangesBeforeTheReaderSaysSo() throws {
    let path = Self.path("SampleData/x003")
    let rate = try Recording(path: path).record.frameRateHz
    let running = try start(path)
    let monitor = running.monitor
    read(running, to: 30)
    func named() -> [LiveBeat] { monitor.view().reading.beats.filter { $0.name != nil } }
    let before = named()
    let frames = before.suffix(8).map { Int(($0.seconds * rate).rounded()) }
    // The model says F of none; a reader who says so eight times is taken at their word.
    #expect(before.count > 20 && before.allSatisfy { $0.name != "F" })
    monitor.teach(frames.map { .init(frame: $0, name: "F") })
    #expect(wait { monitor.view().reading.lesson != nil })
    let lesson = try #require(monitor.view().reading.lesson)
    #expect(lesson.isBetter && lesson.count == 8 && lesson.before == 0)
    #expect(!lesson.changed.isEmpty && lesson.changed.allSatisfy { $0.after == "F" })
    #expect(named() == before, "a lesson is not in use by itself")

    monitor.use(lesson.labels)
    #expect(wait { monitor.view().reading.usedLabels == lesson.labels })
    let taught = named().count { $0.name == "F" }
    #expect(taught == lesson.changed.reduce(0) { $0 + $1.count } && taught > 4, "\(taught)")
    read(running, to: 45)
    let later = named().filter { $0.seconds > 31 && $0.seconds < 42 }
    #expect(later.count > 8, "\(later.count)")
    #expect(later.count { $0.name == "F" } > later.count / 2, "beats that come are taught")
    #expect(monitor.view().reading.lesson == lesson)

    monitor.use([])
    #expect(wait { monitor.view().reading.usedLabels.isEmpty })
    #expect(named().allSatisfy { $0.name != "F" }, "back to the model as it came")
    monitor.teach([])
    #expect(wait { monitor.view().reading.lesson == nil })
    monitor.stop()
  }

  /// A label is set before the beat is read, which waits for the one behind it.
  @Test func aLabelWaitsForItsBeat() throws {
    let path = Self.path("SampleData/x003")
    let rate = try Recording(path: path).record.frameRateHz
    let running = try start(path)
    read(running, to: 20)
    let newest = try #require(running.monitor.view().reading.beats.last)
    #expect(newest.name == nil)
    running.monitor.teach([.init(frame: Int((newest.seconds * rate).rounded()), name: "V")])
    read(running, to: 24)
    #expect(wait { running.monitor.view().reading.lesson?.count == 1 })
    #expect(running.monitor.view().reading.lesson?.isBetter == false, "one label is too few")
    running.monitor.stop()
  }

  private static let atrial = URL(filePath: path("../shared/records/mitdb/232"))

  /// On a person's record that trained nothing: eight labels of the second minute, judged on what comes
  /// after it.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: atrial.path + ".hea")))
  func fewLabelsHelpWithWhatComes() throws {
    let recording = try Recording(path: Self.atrial.path)
    let rate = recording.record.frameRateHz
    let classes = ["N": "N", "A": "S", "a": "S", "j": "S", "V": "V"]
    var truth: [(frame: Int, name: String)] = []
    let set = try recording.annotations("atr")
    for annotation in set.annotations {
      if let name = classes[set.symbol(annotation.code)] { truth.append((annotation.time, name)) }
    }
    func name(_ frame: Int) -> String? {
      let nearest = truth.min { abs($0.frame - frame) < abs($1.frame - frame) }
      guard let nearest, abs(nearest.frame - frame) < Int(0.15 * rate) else { return nil }
      return nearest.name
    }
    func right(_ monitor: LiveMonitor) -> (right: Int, count: Int) {
      let beats = monitor.view().reading.beats.filter { $0.name != nil && $0.seconds > 130 }
      let pairs = beats.map { ($0.name, name(Int($0.seconds * rate))) }
      return (pairs.count { $0 == $1 }, pairs.count)
    }
    let (untaught, taught) = (try start(Self.atrial.path), try start(Self.atrial.path))
    read(untaught, to: 240)
    read(taught, to: 120)
    let beats = taught.monitor.view().reading.beats.filter { $0.name != nil && $0.seconds > 60 }
    let labels = beats.enumerated().filter { $0.offset % (beats.count / 8) == 0 }.compactMap {
      let frame = Int(($0.element.seconds * rate).rounded())
      return name(frame).map { LiveLesson.Label(frame: frame, name: $0) }
    }
    taught.monitor.teach(labels)
    #expect(wait { taught.monitor.view().reading.lesson?.count == labels.count })
    #expect(taught.monitor.view().reading.lesson?.isBetter == true)
    taught.monitor.use(labels)
    read(taught, to: 240)
    let (before, after) = (right(untaught.monitor), right(taught.monitor))
    print("232 live, \(labels.count) labels: \(before) without, \(after) with them")
    #expect(
      Double(after.right) > Double(before.right) + 0.1 * Double(after.count), "\(before), \(after)")
    untaught.monitor.stop()
    taught.monitor.stop()
  }
}
