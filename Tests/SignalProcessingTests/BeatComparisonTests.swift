import SignalProcessing
import Testing

struct BeatComparisonTests {
  @Test("Matches within the tolerance count, on its border too, and not beyond")
  func tolerance() {
    let result = BeatComparison(
      reference: [100, 200, 300], detected: [100, 237, 338], tolerance: 37)
    #expect(result.truePositives == 2)
    #expect(result.missed == [300])
    #expect(result.extra == [338])
    #expect(result.offsets == [0, 37])
    #expect(result.sensitivity == 2.0 / 3)
    #expect(result.positivePredictivity == 2.0 / 3)
  }

  @Test("One beat matches one detection, the closer of two")
  func oneToOne() {
    let twoDetections = BeatComparison(reference: [100], detected: [80, 105], tolerance: 37)
    #expect(twoDetections.offsets == [5])
    #expect(twoDetections.extra == [80])
    let twoBeats = BeatComparison(reference: [80, 105], detected: [100], tolerance: 37)
    #expect(twoBeats.offsets == [-5])
    #expect(twoBeats.missed == [80])
  }

  @Test("What lies before the start or in an excluded span does not count")
  func exclusion() {
    let result = BeatComparison(
      reference: [10, 100, 200, 300], detected: [50, 98, 210, 260, 400], tolerance: 20,
      start: 99, excluding: [190...270])
    #expect(result.truePositives == 1)
    #expect(result.missed == [300])
    #expect(result.extra == [400])
  }

  @Test("Without beats there is no sensitivity, without detections no predictivity")
  func empty() {
    let nothing = BeatComparison(reference: [], detected: [], tolerance: 37)
    #expect(nothing.sensitivity == nil)
    #expect(nothing.positivePredictivity == nil)
    let missed = BeatComparison(reference: [5], detected: [], tolerance: 37)
    #expect(missed.sensitivity == 0)
    #expect(missed.falseNegatives == 1)
  }
}
