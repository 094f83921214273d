import Annotations
import ArrhythmiaModel
import NeuralNetwork
import Training
import Waveforms

/// Beats written as letters, for tests of the rules that only look at places and meanings.
enum LabelledBeats {
  /// S sinus, P pre-excited, T AVRT, N AVNRT, V VT, R right bundle branch block, F flutter, e ectopic, n
  /// neutral, q unclassifiable, u unknown.
  static func roles(_ letters: String) -> [BeatRole] {
    letters.map { letter in
      switch letter {
      case "S": .rhythm(.sinus)
      case "P": .rhythm(.preexcited)
      case "T": .rhythm(.avrt)
      case "N": .rhythm(.avnrt)
      case "V": .rhythm(.vt)
      case "R": .rhythm(.rightBundle)
      case "F": .rhythm(.flutter)
      case "e": .ectopy
      case "n": .neutral(tag: "LBBB")
      case "q": .excluded
      default: .unknown
      }
    }
  }

  /// The first beat at `from`, the others `interval` samples apart.
  static func regular(_ letters: String, from: Int = 1000, interval: Int = 200) -> [LabelledBeat] {
    roles(letters).enumerated().map {
      LabelledBeat(sample: from + $0.offset * interval, role: $0.element)
    }
  }

  /// Runs of letters, each with an interval of its own that leads to its beats.
  static func runs(_ runs: [(letters: String, interval: Int)], from: Int = 1000) -> [LabelledBeat] {
    var sample = from
    var beats: [LabelledBeat] = []
    for run in runs {
      for role in roles(run.letters) {
        if !beats.isEmpty { sample += run.interval }
        beats.append(LabelledBeat(sample: sample, role: role))
      }
    }
    return beats
  }

  /// Beats of random meanings at random intervals.
  static func random(count: Int, seed: UInt64) -> [LabelledBeat] {
    var random = SplitMix64(seed: seed)
    let letters = Array("SSSSSSSSSSTTTTTTVVVNFeeennqu")
    var current: Character = "S"
    var sample = Int(random.uniform(2, 400))
    return (0..<count).map { _ in
      if random.uniform(0, 1) < 0.15 {
        current = letters[Int(random.next() % UInt64(letters.count))]
      }
      let isOdd = random.uniform(0, 1) < 0.05
      let letter = isOdd ? letters[Int(random.next() % UInt64(letters.count))] : current
      defer {
        let isPause = random.uniform(0, 1) < 0.02
        sample += isPause ? Int(random.uniform(600, 1200)) : Int(random.uniform(4, 260))
      }
      return LabelledBeat(sample: sample, role: roles(String(letter))[0])
    }
  }

  /// A record at 250 Hz without samples, for what is made of its beats alone.
  static func record(
    _ beats: [LabelledBeat], excluded: [Range<Int>] = []
  ) -> LabelledRecord {
    let record = Record(
      name: "r", path: "r.hea", container: "test", frameRateHz: 250, frameCount: 1, channels: [],
      source: NoSamples())
    var labelled = LabelledRecord(AnnotationSet(annotator: "atr", annotations: []), record: record)
    (labelled.beats, labelled.excluded) = (beats, excluded)
    return labelled
  }

  private struct NoSamples: SampleSource {
    func decode(
      frames: Range<Int>, channels: [Int], into block: inout ChannelBlock<Int32>
    ) throws {}
  }
}
