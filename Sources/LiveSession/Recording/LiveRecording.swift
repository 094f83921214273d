import Foundation
import LiveStreams
import Waveforms

/// A stream on its way into records: NAME, then NAME-2 and so on where one has become long, or a
/// gap.
struct LiveRecording: StreamRecorder {
  private(set) var failure: RecordingStatus.Failure?
  private var recorder: RecordAppender
  private let header: StreamHeader
  private let path: String
  private var number = 1
  private var firstFrame: Int

  /// A record holds a day at most, and as many bytes as any file system takes.
  private static let longestSeconds = 86_400.0
  private static let mostBytes = 3_500_000_000
  /// A gap beyond ten minutes is not worth its bytes: a new record begins behind it.
  private static let longestGapSeconds = 600.0

  var part: RecordingStatus.Part {
    RecordingStatus.Part(path: recorder.path, firstFrame: firstFrame)
  }

  /// Begins with the stream's frame `firstFrame`. Throws where there are such records already.
  init(path: String, header: StreamHeader, firstFrame: Int) throws {
    (self.path, self.header, self.firstFrame) = (path, header, firstFrame)
    recorder = try Self.recorder(path, header)
  }

  private static func recorder(_ path: String, _ header: StreamHeader) throws -> RecordAppender {
    try RecordAppender(
      path: path, channels: header.channels.map { ($0.name, $0.calibration) },
      frameRateHz: header.samplingRateHz, start: RecordStart(now: Date()),
      comments: ["recorded live from \(header.name)"] + header.remarks)
  }

  mutating func take(_ piece: StreamAssembler.Piece, at frame: Int) -> [LiveEvent.Kind] {
    var told: [LiveEvent.Kind] = []
    let seconds = Double(frame) / header.samplingRateHz
    do {
      switch piece {
      case .frames(let samples):
        if isFull { told += goOn(at: frame) ?? [] }
        try recorder.append(samples)
      case .gap(let frames) where Double(frames) > Self.longestGapSeconds * header.samplingRateHz:
        guard let more = goOn(at: frame + frames) else {
          try recorder.appendMissing(frames: frames)
          break
        }
        told += more
      case .gap(let frames):
        try recorder.appendMissing(frames: frames)
      }
      if failure != nil {
        failure = nil
        told.append(.recording(recorder.path))
      }
    } catch {
      if failure == nil {
        failure = RecordingStatus.Failure(seconds: seconds, reason: "\(error)")
        told.append(.recordingFailed("\(error)"))
      }
    }
    return told
  }

  private var isFull: Bool {
    Double(recorder.frameCount) >= Self.longestSeconds * header.samplingRateHz
      || recorder.frameCount * header.channels.count * 4 >= Self.mostBytes
  }

  /// Begins the next record and ends the one before; nil where no other can be begun, and then all
  /// goes into the one that there is.
  private mutating func goOn(at frame: Int) -> [LiveEvent.Kind]? {
    var next = number + 1
    while FileManager.default.fileExists(atPath: "\(path)-\(next).hea") { next += 1 }
    guard let new = try? Self.recorder("\(path)-\(next)", header) else { return nil }
    let ended = recorder
    (number, recorder, firstFrame) = (next, new, frame)
    var told: [LiveEvent.Kind] = []
    do {
      try ended.close()
      told.append(.recordingEnded(ended.path))
    } catch {
      told.append(.recordingFailed("\(error)"))
    }
    return told + [.recording(recorder.path)]
  }

  /// Keeps a mark at a frame of the stream; what lies before the record stands at its beginning.
  func note(_ text: String, at frame: Int) throws {
    try recorder.note(RecordAppender.Note(frame: max(0, frame - firstFrame), text: text))
  }

  func close() throws { try recorder.close() }
}

extension RecordStart {
  /// A moment by the clock on the wall.
  init(now: Date) {
    let parts = Calendar.current.dateComponents(
      [.day, .month, .year, .hour, .minute, .second], from: now)
    func two(_ value: Int?) -> String { String(format: "%02d", value ?? 0) }
    self.init(
      time: "\(two(parts.hour)):\(two(parts.minute)):\(two(parts.second))",
      date: "\(two(parts.day))/\(two(parts.month))/\(parts.year ?? 0)")
  }
}
