/// The effective rhythm at every moment of a record.
///
/// That is the rhythm of the last `+` mark, unless at least three consecutive `X` beats
/// are of another mechanism: in the Leipzig database many tachycardias have no marker. Nothing
/// is in force before the first of either, nor in noise.
public struct RhythmTimeline: Sendable, Equatable {
  /// Beats that make a run: fewer do not outweigh a marker.
  public static let beatsInRun = 3

  /// In order, without overlap; neighbours without a gap differ in name.
  public let episodes: [RhythmEpisode]
  /// Spans of unusable signal, in order.
  public let noise: [NoiseSpan]
  public let warnings: [String]

  /// The rhythms that marks tell of; they may come in any order.
  public init(_ marks: some Sequence<Mark>, timeLine: TimeLine, frames: RecordFrames) {
    let events = RhythmEvent.events(marks, timeLine: timeLine, frames: frames)
    (noise, warnings) = NoiseSpan.spans(events, frameCount: frames.count)
    episodes = Self.overlay(
      markers: Self.markerSpans(events, frameCount: frames.count),
      runs: Self.beatRuns(events, frameCount: frames.count), noise: noise.map(\.frames))
  }

  /// The rhythm in force at a frame.
  public func rhythm(at frame: Int) -> RhythmEpisode? {
    var lower = 0
    var upper = episodes.count
    while lower < upper {
      let middle = (lower + upper) / 2
      if episodes[middle].frames.upperBound <= frame { lower = middle + 1 } else { upper = middle }
    }
    guard lower < episodes.count, episodes[lower].frames.contains(frame) else { return nil }
    return episodes[lower]
  }

  private static func markerSpans(_ events: [RhythmEvent], frameCount: Int) -> [RhythmEpisode] {
    let markers = events.compactMap { event -> (frame: Int, name: String)? in
      guard case .marker(let name) = event.kind else { return nil }
      return (event.frame, name)
    }
    return markers.indices.compactMap { index in
      let end = index + 1 < markers.count ? markers[index + 1].frame : frameCount
      let marker = markers[index]
      guard marker.frame < end else { return nil }
      return RhythmEpisode(frames: marker.frame..<end, name: marker.name, evidence: .marker)
    }
  }

  /// Runs of beats of one mechanism. One lasts to the beat, the other marker or the noise that
  /// ends it.
  private static func beatRuns(_ events: [RhythmEvent], frameCount: Int) -> [RhythmEpisode] {
    var runs: [RhythmEpisode] = []
    var current: (name: String, start: Int, beats: Int)?
    func close(at frame: Int) {
      if let run = current, run.beats >= beatsInRun, run.start < frame {
        runs.append(RhythmEpisode(frames: run.start..<frame, name: run.name, evidence: .beats))
      }
      current = nil
    }
    for event in events {
      switch event.kind {
      case .beat(let mechanism?):
        if current?.name == mechanism {
          current?.beats += 1
        } else {
          close(at: event.frame)
          current = (mechanism, event.frame, 1)
        }
      case .marker(let name) where name == current?.name:
        break
      case .beat, .marker, .quality:
        close(at: event.frame)
      }
    }
    close(at: frameCount)
    return runs
  }

  /// Noise over beats over markers. Each layer is in order and does not overlap itself.
  private static func overlay(
    markers: [RhythmEpisode], runs: [RhythmEpisode], noise: [Range<Int>]
  ) -> [RhythmEpisode] {
    let spans = markers.map(\.frames) + runs.map(\.frames) + noise
    let cuts = Set(spans.flatMap { [$0.lowerBound, $0.upperBound] }).sorted()
    var markers = markers[...]
    var runs = runs[...]
    var noise = noise[...]
    var episodes: [RhythmEpisode] = []
    for (start, end) in zip(cuts, cuts.dropFirst()) {
      markers = markers.drop { $0.frames.upperBound <= start }
      runs = runs.drop { $0.frames.upperBound <= start }
      noise = noise.drop { $0.upperBound <= start }
      if let span = noise.first, span.contains(start) { continue }
      let marker = markers.first.flatMap { $0.frames.contains(start) ? $0 : nil }
      let run = runs.first.flatMap { $0.frames.contains(start) ? $0 : nil }
      guard var episode = run ?? marker else { continue }
      episode.frames = start..<end
      if let marker, marker.name == episode.name { episode.evidence.insert(.marker) }
      append(episode, to: &episodes)
    }
    return episodes
  }

  private static func append(_ episode: RhythmEpisode, to episodes: inout [RhythmEpisode]) {
    guard let last = episodes.last, last.name == episode.name,
      last.frames.upperBound == episode.frames.lowerBound
    else {
      episodes.append(episode)
      return
    }
    episodes[episodes.count - 1].frames = last.frames.lowerBound..<episode.frames.upperBound
    episodes[episodes.count - 1].evidence.formUnion(episode.evidence)
  }
}
