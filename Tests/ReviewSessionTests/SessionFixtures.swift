import Annotations
import Foundation
import ReviewSession
import Waveforms

/// Records in memory.
enum MemoryRecords {
  private struct Source: SampleSource {
    var samples: @Sendable (Int) -> Int32

    func decode(
      frames: Range<Int>, channels: [Int], into block: inout ChannelBlock<Int32>
    ) throws {
      for place in channels.indices {
        block.samples.replaceSubrange(block.range(place), with: frames.map(samples))
      }
    }
  }

  /// One lead with a spike of 1 mV and 20 ms every 0.8 s.
  static func beats(seconds: Int, rate: Int = 250) -> Record {
    Record(
      name: "memory", path: "memory", container: "test", frameRateHz: Double(rate),
      frameCount: seconds * rate,
      channels: [
        Channel(
          name: "II", calibration: Calibration(gain: 1000), encoding: .wfdb(.int16),
          samplesPerFrame: 1, samplingRateHz: Double(rate), sampleCount: seconds * rate)
      ],
      source: Source { frame in frame * 5 % (4 * rate) < rate / 10 ? 1000 : Int32(frame % 7) })
  }

  static func document(
    _ record: Record, annotations: AnnotationSet? = nil
  ) -> ReviewDocument {
    ReviewDocument(
      record: record, peaks: PeakReader(record: record),
      annotators: annotations.map { [$0.annotator] } ?? [], annotations: annotations)
  }
}
