import Evaluation
import Testing

@Suite("Beats of a trial of teaching")
struct TrialBeatsTests {
  @Test("those that were told are what they are annotated as")
  func told() {
    let beats = TrialBeats(annotated: [10, 200], truth: [1, 0])
    #expect(beats.samples == [10, 200] && beats.truth == [1, 0] && beats.missed.isEmpty)
  }

  @Test("found ones are what the nearest annotation within 150 ms says; others are none, or missed")
  func detected() {
    let beats = TrialBeats(
      detected: [12, 163, 237, 400], annotated: [10, 200, 362, 600], truth: [0, 1, 2, 3])
    #expect(beats.samples == [12, 163, 237, 400])
    // 163 is as near to 200 as 237 is: the earlier one is it. 400 is 38 samples behind 362.
    #expect(beats.truth == [0, 1, nil, nil])
    #expect(beats.missed == [2, 3])
  }
}
