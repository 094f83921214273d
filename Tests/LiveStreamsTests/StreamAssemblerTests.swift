import LiveStreams
import Testing

@Suite struct StreamAssemblerTests {
  private func make() -> StreamAssembler {
    StreamAssembler(channelCount: 3, samplingRateHz: 500)
  }

  /// First samples of frames, in tens, and -1 for each missing frame.
  private func line(_ pieces: [StreamAssembler.Piece]) -> [Int] {
    pieces.flatMap { piece -> [Int] in
      switch piece {
      case .frames(let samples):
        stride(from: 0, to: samples.count, by: 3).map { Int(samples[$0]) / 10 }
      case .gap(let frames): Array(repeating: -1, count: frames)
      }
    }
  }

  @Test func givesFramesInOrderOnce() {
    var assembler = make()
    var pieces: [StreamAssembler.Piece] = []
    for first in [0, 20, 60, 40, 40, 80, 70] {
      pieces += assembler.take(StreamFixtures.packet(first..<first + 20), at: Double(first) / 500)
    }
    #expect(line(pieces) == Array(0..<100))
    #expect(assembler.losses.reorderedFrames == 20)
    #expect(assembler.losses.doubledFrames == 40)
    #expect(assembler.losses.lostFrames == 0 && assembler.losses.gaps == 0)
  }

  @Test func whatDoesNotComeIsAGapOfItsLength() {
    var assembler = make()
    var pieces = assembler.take(StreamFixtures.packet(0..<20), at: 0)
    for first in stride(from: 50, to: 300, by: 20) {
      pieces += assembler.take(StreamFixtures.packet(first..<first + 20), at: Double(first) / 500)
    }
    #expect(line(pieces) == Array(0..<20) + Array(repeating: -1, count: 30) + Array(50..<310))
    #expect(assembler.losses.gaps == 1 && assembler.losses.lostFrames == 30)
    // Too late to be drawn: counted, and not given.
    #expect(assembler.take(StreamFixtures.packet(20..<40), at: 1).isEmpty)
    #expect(assembler.losses.lateFrames == 20 && assembler.losses.doubledFrames == 0)
  }

  @Test func aSenderThatBeginsAnewIsPutWhereItsClockSays() {
    var assembler = make()
    _ = assembler.take(StreamFixtures.packet(0..<500, seconds: 100), at: 10)
    _ = assembler.disconnect()
    // It was gone for 3 s by its clock, though its first packet was late by half a second more.
    let pieces = assembler.take(StreamFixtures.packet(0..<20, seconds: 104), at: 13.5)
    #expect(line(pieces) == Array(repeating: -1, count: 1500) + Array(0..<20))
    #expect(assembler.frameCount == 2020)
  }

  @Test func withoutAClockTheTimeOfArrivalCounts() {
    var assembler = make()
    _ = assembler.take(StreamFixtures.packet(0..<20), at: 10)
    _ = assembler.disconnect()
    let pieces = assembler.take(StreamFixtures.packet(0..<20), at: 12)
    #expect(line(pieces).prefix { $0 < 0 }.count == 1000)
  }

  @Test func aSenderThatHasCountedOnKnowsBest() {
    var assembler = make()
    _ = assembler.take(StreamFixtures.packet(0..<20), at: 10)
    _ = assembler.disconnect()
    let pieces = assembler.take(StreamFixtures.packet(1050..<1070), at: 12)
    #expect(line(pieces) == Array(repeating: -1, count: 1030) + Array(1050..<1070))
  }

  @Test func aClockThatStepsBackLosesNothing() {
    var assembler = make()
    var pieces = assembler.take(StreamFixtures.packet(0..<20, seconds: 100), at: 0)
    pieces += assembler.take(StreamFixtures.packet(20..<40, seconds: 20), at: 0.04)
    #expect(line(pieces) == Array(0..<40) && assembler.losses.isEmpty)
  }

  @Test func numbersThatBeginAnewWithinAConnectionGoOn() {
    var assembler = make()
    var pieces: [StreamAssembler.Piece] = []
    for first in stride(from: 0, to: 1000, by: 20) {
      pieces += assembler.take(StreamFixtures.packet(first..<first + 20), at: Double(first) / 500)
    }
    for first in stride(from: 0, to: 1000, by: 20) {
      pieces += assembler.take(
        StreamFixtures.packet(first..<first + 20), at: 2 + Double(first) / 500)
    }
    let frames = line(pieces)
    #expect(frames.suffix(500).allSatisfy { $0 >= 0 } && assembler.frameCount <= 2000)
    #expect(frames.count == assembler.frameCount)
  }

  @Test func impossibleNumbersMakeNoGapOfYears() {
    var assembler = make()
    _ = assembler.take(StreamFixtures.packet(0..<20), at: 0)
    let far = StreamPacket(
      sequence: 1, firstFrame: Int64.max / 4, sourceSeconds: nil, samples: [1, 2, 3])
    _ = assembler.take(far, at: 0.04)
    _ = assembler.take(far, at: 0.08)
    #expect(assembler.frameCount < 200)
    let negative = StreamPacket(
      sequence: 1, firstFrame: -5, sourceSeconds: nil, samples: [1, 2, 3])
    #expect(assembler.take(negative, at: 1).isEmpty)
  }
}
