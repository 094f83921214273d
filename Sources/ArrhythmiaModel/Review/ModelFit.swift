public import Waveforms

/// Which of a model's channels a record has, told from the header alone.
public struct ModelFit: Sendable, Equatable {
  /// A kind of signal.
  public enum Modality: Int, Sendable, CaseIterable {
    case ecg, iegm
  }

  /// What becomes of a kind of signal in a record, or in a window.
  public enum ModalityState: Sendable, Equatable {
    /// The model reads it.
    case used
    /// The record has channels of it, but none is live in the window.
    case dead
    /// The record has no channel of it.
    case missing
    /// The model was not made to read it.
    case unread
  }

  /// A channel of the model's input.
  public struct Channel: Sendable, Equatable {
    /// The model's name of it.
    public var name: String
    /// The record's name of it; nil where the record has none.
    public var recorded: String?
    /// The kind of signal.
    public var modality: Modality
  }

  /// Twelve leads, then seven electrograms, in the order of the model's input.
  public let channels: [Channel]
  /// What of a record the model was made to read.
  public let seen: ModalityChoice
  /// Why the model cannot be used on the record at all; nil where it can.
  public let problem: PreparationError?

  /// Compares a record's channels and length with what a model wants.
  public init(_ record: Record, _ properties: ModelProperties, windowSamples: Int) {
    let slots = ChannelSlots(channels: record.channels)
    let names = ChannelSlots.leads + ChannelSlots.electrograms
    channels = zip(names, slots.surface + slots.intracardiac).enumerated().map { place, pair in
      Channel(
        name: pair.0, recorded: pair.1.map { record.channels[$0].name },
        modality: place < ModelConfiguration.ecgChannels ? .ecg : .iegm)
    }
    seen = properties.seen
    let rate = PreparationSettings.samplingRateHz
    if slots.isEmpty {
      problem = .noChannel(record: record.name, found: record.channels.map(\.name))
    } else if (record.durationSeconds * rate).rounded(.down) < Double(windowSamples) {
      problem = .tooShort(
        record: record.name, seconds: record.durationSeconds,
        expected: Double(windowSamples) / rate)
    } else {
      problem = nil
    }
  }

  /// Whether the model reads a kind of signal here.
  public func state(_ modality: Modality) -> ModalityState {
    if seen == (modality == .ecg ? .iegm : .ecg) { return .unread }
    return channels.contains { $0.modality == modality && $0.recorded != nil } ? .used : .missing
  }

  /// Names, as the model has them, of the channels that it wants and the record lacks.
  public var missingChannels: [String] {
    channels.filter { $0.recorded == nil && state($0.modality) != .unread }.map(\.name)
  }

  /// What a reader has to know of a kind of signal that is not used; nil where both are.
  public var remark: String? {
    switch (state(.ecg), state(.iegm)) {
    case (.used, .used): nil
    case (.used, .missing): "no IEGM: this model reads the ECG alone here"
    case (.missing, .used): "no ECG: this model reads the IEGM alone here"
    case (.used, _): "this model reads the ECG alone"
    case (_, .used): "this model reads the IEGM alone"
    case (.unread, _): "this model reads the IEGM alone, and there is none"
    case (_, .unread): "this model reads the ECG alone, and there is none"
    default: "no channel that this model reads"
    }
  }
}

extension RecordClassifier {
  /// Which of the model's channels a record has; cheap, and for any thread.
  public func fit(_ record: Record) -> ModelFit {
    ModelFit(record, properties, windowSamples: configuration.samples)
  }
}
