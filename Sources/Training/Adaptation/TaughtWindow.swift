public import ArrhythmiaModel
public import NeuralNetwork
public import Waveforms

/// A window of a rhythm that a reader has named.
public struct TaughtWindow: Sendable, Equatable {
  /// Its channels, as the model takes them.
  public var signal: PreparedWindow
  /// The name of its class.
  public var label: String
  /// Who was recorded.
  public var patient: String
  /// The record's name, and what tells its signals from those of any other.
  public var record: String
  public var digest: String
  /// What it shows, from the record's start.
  public var seconds: Range<Double>
  /// The number of the span that it was cut from, among all that are taught.
  public var episode: Int

  public init(
    signal: PreparedWindow, label: String, patient: String, record: String, digest: String,
    seconds: Range<Double>, episode: Int
  ) {
    (self.signal, self.label, self.patient) = (signal, label, patient)
    (self.record, self.digest) = (record, digest)
    (self.seconds, self.episode) = (seconds, episode)
  }
}

/// The windows that readers' labels of some records give, and what gave none.
public struct TaughtWindows: Sendable {
  public private(set) var windows: [TaughtWindow] = []
  /// What cannot teach, and why, a sentence each.
  public private(set) var remarks: [String] = []
  private var episodes = 0

  /// Windows of one span at most, spread over it.
  private static let mostOfEpisode = 40
  /// Least share of a window that its span has to cover: a finding is about the middle half of its
  /// window, and so is an answer to a question about it.
  private static let share = 0.49

  public init() {}

  /// Windows that were made otherwise.
  public init(_ windows: [TaughtWindow]) {
    self.windows = windows
    episodes = (windows.map(\.episode).max() ?? -1) + 1
  }

  /// Adds the windows of a record's spans.
  ///
  /// - Parameters:
  ///   - selection: what of a window the model reads.
  ///   - progress: told the share that is done; what it throws ends the work.
  public mutating func add(
    _ spans: [TaughtEpisode], of record: Record, patient: String, settings: PreparationSettings,
    selection: InputSelection, crew: Crew, progress: (Double) throws -> Void = { _ in }
  ) throws {
    guard !spans.isEmpty else { return }
    let preparation = try RecordPreparation(record, settings)
    var reader = PreparedReader(preparation)
    let digest = try Dataset.digest(of: record)
    let normalization = WindowNormalization(samples: WindowPlan.samples)
    var (short, silent) = (0, 0)
    for (number, span) in spans.enumerated() {
      let starts = Self.starts(span, preparation.sampleCount)
      if starts.isEmpty { short += 1 }
      for start in starts {
        try progress(Double(number) / Double(spans.count))
        let range = start..<start + WindowPlan.samples
        var signal = normalization.window(
          try reader.signal(range, crew: crew), from: start)
        selection.apply(to: &signal)
        guard signal.isLive else {
          silent += 1
          continue
        }
        let rate = PreparationSettings.samplingRateHz
        windows.append(
          TaughtWindow(
            signal: signal, label: span.label, patient: patient, record: record.name,
            digest: digest, seconds: Double(start) / rate..<Double(range.upperBound) / rate,
            episode: episodes))
      }
      episodes += 1
    }
    remark(record.name, short: short, silent: silent)
  }

  /// Notes what cannot teach, in a sentence.
  public mutating func remark(_ sentence: String) { remarks.append(sentence) }

  private mutating func remark(_ name: String, short: Int, silent: Int) {
    if short > 0 {
      let least = Self.share * Double(WindowPlan.samples) / PreparationSettings.samplingRateHz
      remarks.append(
        "\(name): spans: expected \(least.formattedSeconds) s, found \(short) shorter; these teach "
          + "nothing")
    }
    if silent > 0 {
      remarks.append(
        "\(name): windows: expected a live channel, found none in \(silent); these teach nothing")
    }
  }

  /// First samples of a span's windows, half of which overlap with the next one.
  private static func starts(_ span: TaughtEpisode, _ sampleCount: Int) -> [Int] {
    let rate = PreparationSettings.samplingRateHz
    let first = Int((span.seconds.lowerBound * rate).rounded(.up))
    let end = min(sampleCount, Int(span.seconds.upperBound * rate))
    let least = Int(share * Double(WindowPlan.samples))
    guard end - first >= least, sampleCount >= least else { return [] }
    guard end - first > WindowPlan.samples else {
      let middle = (first + end) / 2
      return [max(0, min(sampleCount - WindowPlan.samples, middle - WindowPlan.samples / 2))]
    }
    let all = Array(stride(from: first, through: end - WindowPlan.samples, by: WindowPlan.stride))
    let step = Double(all.count) / Double(min(all.count, mostOfEpisode))
    return (0..<min(all.count, mostOfEpisode)).map { all[Int(Double($0) * step)] }
  }
}

extension Double {
  /// With one place.
  fileprivate var formattedSeconds: String { "\((self * 10).rounded() / 10)" }
}
