import Annotations
public import ArrhythmiaModel
import NeuralNetwork
public import SignalProcessing

/// Windows of many records, cut and filtered, ready to be normalised and trained on.
///
/// Signals are kept as stretches, because windows overlap: with some samples on either side of each
/// window for augmentation.
public struct Dataset: Sendable {
  /// A record that windows come from.
  public struct Source: Sendable, Equatable, Codable {
    /// The record's name.
    public var name: String
    /// Who was recorded; records of one patient never part in a patient-wise split.
    public var patient: String
    /// A group of patients, such as children or adults; empty where nobody says.
    public var cohort: String
    /// Channels of the model's input that the record has.
    public var channels: [Int]
    /// Frequency of the mains in it.
    public var mainsHz: Double
    /// A number that tells its signals from those of another record, whatever that is called.
    public var digest: String

    /// Describes a record.
    public init(
      name: String, patient: String, cohort: String, channels: [Int], mainsHz: Double,
      digest: String
    ) {
      (self.name, self.patient, self.cohort) = (name, patient, cohort)
      (self.channels, self.mainsHz, self.digest) = (channels, mainsHz, digest)
    }
  }

  /// One window.
  public struct Window: Sendable, Equatable {
    /// Number of its record.
    public var source: Int
    /// What it was cut for.
    public var plan: PlannedWindow
    /// Number of the stretch that holds its samples.
    public var stretch: Int
    /// Which slots are sound in it, a bit each.
    public var sound: UInt32

    /// Whether a slot is sound.
    public func isSound(_ slot: Int) -> Bool { sound >> UInt32(slot) & 1 == 1 }

    /// Whether any slot of a modality is.
    func hasSound(_ modality: ModalityChoice) -> Bool {
      let leads: UInt32 = 1 << UInt32(ModelConfiguration.ecgChannels) - 1
      return switch modality {
      case .both: sound != 0
      case .ecg: sound & leads != 0
      case .iegm: sound & ~leads != 0
      }
    }
  }

  /// Samples of one record that windows are cut from.
  public struct Stretch: Sendable, Equatable {
    /// Number of the record.
    public var source: Int
    /// Samples at 250 Hz.
    public var range: Range<Int>
    /// Millivolts by channel of the model's input; empty for those that the record lacks.
    public var channels: [[Float]]
  }

  /// Samples kept on either side of a window.
  public static let margin = 96

  /// Lengths of the pieces of a record in which a beat's timing is told to a training, too.
  public static let contextPieces = [50, 150, 400]

  /// What the classes are.
  public var preset: LabelPreset
  /// How signals were filtered.
  public var direction: FilterCascade.Direction
  /// The folder that was prepared, as it was named.
  public var origin: String
  /// Records.
  public var sources: [Source]
  /// Windows, record after record, in order of time.
  public var windows: [Window]
  /// Signals.
  public var stretches: [Stretch]
  /// What is known of each window's beat, a row a window; beat presets only. A row is that of
  /// `BeatContext`, behind it the timing again as it is in pieces of `contextPieces` beats, and
  /// then the form again as each of the record's first `contextLeads` leads shows it alone.
  public var context: [[Float]]
  /// What was left out or looked odd, a sentence each.
  public var remarks: [String]

  /// Leads of which each by itself tells the form of a beat to a training.
  public static let contextLeads = 2
  /// Numbers of a row of `context`.
  static let contextWidth =
    BeatContext.width + contextPieces.count * RhythmContext.width
    + contextLeads * BeatMorphology.width

  /// Names of the classes.
  public var classes: [String] { preset.classes }

  /// Records of paced beats, by number; they train a model of beats, and never test it.
  public var pacedSources: Set<Int> {
    guard preset.isBeatCentred,
      let paced = classes.firstIndex(of: BeatClass.unclassifiable.rawValue)
    else { return [] }
    var counts = Array(repeating: (paced: 0, all: 0), count: sources.count)
    for window in windows {
      counts[window.source].all += 1
      if window.plan.label == paced { counts[window.source].paced += 1 }
    }
    return Set(
      counts.indices.filter {
        counts[$0].all > 0 && PacedWindows.isRecord(counts[$0].paced, of: counts[$0].all)
      })
  }

  /// The normalised window, as the model takes it.
  public func prepared(_ index: Int) -> PreparedWindow {
    let window = windows[index]
    let stretch = stretches[window.stretch]
    let first = window.plan.start - stretch.range.lowerBound
    return WindowNormalization(samples: WindowPlan.samples).window(
      sound: (0..<PreparedSignal.slotCount).map(window.isSound)
    ) { channel in
      let values = stretch.channels[channel]
      return values.isEmpty ? nil : Array(values[first..<first + WindowPlan.samples])
    }
  }

  /// Whose each window is, as a number.
  var patientNumbers: [Int] {
    let patients = sources.map(\.patient)
    let numbers = Dictionary(patients.enumerated().map { ($1, $0) }) { first, _ in first }
    return windows.map { numbers[patients[$0.source]] ?? 0 }
  }

  /// A number that differs where any window of a fold does, or how it was made.
  func fingerprint(_ fold: Fold) -> String {
    var hash = StableHash.of("\(preset) \(direction) \(fold.classes) \(sources)".utf8)
    for part in [fold.train, fold.validation, fold.test] {
      hash.add(UInt64(part.count))
      for index in part {
        let window = windows[index]
        hash.add(UInt64(window.source) << 32 ^ UInt64(truncatingIfNeeded: window.plan.start))
        hash.add(UInt64(truncatingIfNeeded: window.plan.label) << 32 ^ UInt64(window.sound))
      }
    }
    return hash.text
  }

  /// What is known of a window's beat.
  public func beatContext(_ index: Int) -> [Float] {
    Array(context[index].prefix(BeatContext.width))
  }

  /// Places of the surface leads that a window's record has.
  func leads(of index: Int) -> [Int] {
    sources[windows[index].source].channels.filter { $0 < ModelConfiguration.ecgChannels }
  }

  /// The same where only some surface leads are live: of one lead alone the form as that lead shows
  /// it.
  func beatContext(_ index: Int, ecgLive: [Float]) -> [Float] {
    var values = beatContext(index)
    let live = ecgLive.indices.filter { ecgLive[$0] == 1 }
    let leads = self.leads(of: index)
    guard live.count == 1, leads.count > 1, let place = leads.firstIndex(of: live[0]),
      place < Self.contextLeads
    else { return values }
    let start = Self.contextWidth - (Self.contextLeads - place) * BeatMorphology.width
    values.replaceSubrange(
      RhythmContext.width..<BeatContext.width,
      with: context[index][start..<start + BeatMorphology.width])
    return values
  }

  /// Windows of a set by class: how many, and of how many patients.
  public func counts(_ indices: some Sequence<Int>) -> [(windows: Int, patients: Int)] {
    var windows = Array(repeating: 0, count: classes.count)
    var patients = Array(repeating: Set<String>(), count: classes.count)
    for index in indices {
      let window = self.windows[index]
      guard window.plan.label >= 0 else { continue }
      windows[window.plan.label] += 1
      patients[window.plan.label].insert(sources[window.source].patient)
    }
    return zip(windows, patients).map { ($0, $1.count) }
  }
}
