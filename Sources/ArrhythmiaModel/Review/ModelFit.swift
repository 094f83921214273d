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
    /// Whether the model reads it; it may read fewer leads than there are.
    public var isRead = true
  }

  /// Twelve leads, then seven electrograms, in the order of the model's input.
  public let channels: [Channel]
  /// What of a record the model was made to read.
  public let seen: ModalityChoice
  /// Names of the surface leads that it reads here, best known first.
  public let leads: [String]
  /// Surface leads that it reads at most.
  private let wanted: [String]
  /// Seconds of silence that the model's window gets where the record is shorter than it; 0 for
  /// most.
  public let paddedSeconds: Double
  /// Leads that the record does not name, and that are taken for one of the model's; nil for none.
  public let assumption: String?
  /// Why the model cannot be used on the record at all; nil where it can.
  public let problem: PreparationError?

  /// Compares a record's channels and length with what a model wants.
  public init(_ record: Record, _ properties: ModelProperties, windowSamples: Int) {
    let slots = ChannelSlots(channels: record.channels)
    let names = ChannelSlots.leads + ChannelSlots.electrograms
    let selection = properties.selection
    let read = selection.leads(of: slots.surface.indices.filter { slots.surface[$0] != nil })
    leads = read.map { ChannelSlots.leads[$0] }
    wanted = selection.leads(of: slots.surface.indices).map { ChannelSlots.leads[$0] }
    channels = zip(names, slots.surface + slots.intracardiac).enumerated().map { place, pair in
      let isLead = place < ModelConfiguration.ecgChannels
      return Channel(
        name: pair.0, recorded: pair.1.map { record.channels[$0].name },
        modality: isLead ? .ecg : .iegm, isRead: !isLead || read.contains(place))
    }
    seen = properties.seen
    let rate = PreparationSettings.samplingRateHz
    let samples = (record.durationSeconds * rate).rounded(.down)
    paddedSeconds = max(0, Double(windowSamples) - samples) / rate
    assumption = Self.assumption(record, slots)
    let found = record.channels.map(\.name)
    if slots.isEmpty {
      problem = .noChannel(record: record.name, found: found)
    } else if seen == .ecg, read.isEmpty {
      problem = .noLead(record: record.name, found: found)
    } else if seen == .iegm, slots.intracardiac.allSatisfy({ $0 == nil }) {
      problem = .noElectrogram(record: record.name, found: found)
    } else if samples < Double(windowSamples) * Self.leastShare {
      problem = .tooShort(
        record: record.name, seconds: record.durationSeconds,
        expected: Double(windowSamples) * Self.leastShare / rate)
    } else {
      problem = nil
    }
  }

  /// The part of a window that a record must fill: one beat or two.
  private static let leastShare = 0.25

  /// Whether a record names none of the leads that models read, so that all of them are guessed.
  public static func guessesLeads(of record: Record) -> Bool {
    let leads = ChannelSlots(channels: record.channels).surface.compactMap { $0 }
    return !leads.isEmpty
      && leads.allSatisfy { record.channels[$0].identity.certainty == .assumed }
  }

  /// `ECG1 as II, ECG2 as V1`.
  private static func assumption(_ record: Record, _ slots: ChannelSlots) -> String? {
    let guesses = slots.surface.compactMap { $0 }.sorted().compactMap { index -> String? in
      let channel = record.channels[index]
      guard channel.identity.certainty == .assumed, let lead = channel.identity.lead else {
        return nil
      }
      return "\(channel.name.isEmpty ? "#\(index + 1)" : channel.name) as \(lead)"
    }
    return guesses.isEmpty ? nil : guesses.joined(separator: ", ")
  }

  /// Whether the model reads a kind of signal here.
  public func state(_ modality: Modality) -> ModalityState {
    if seen == (modality == .ecg ? .iegm : .ecg) { return .unread }
    return channels.contains { $0.modality == modality && $0.recorded != nil } ? .used : .missing
  }

  /// Names, as the model has them, of the channels that it wants and the record lacks.
  public var missingChannels: [String] {
    channels.filter { channel in
      guard channel.recorded == nil, state(channel.modality) != .unread else { return false }
      return channel.modality == .iegm
        || wanted.contains(channel.name) && leads.count < wanted.count
    }.map(\.name)
  }

  /// What a reader has to know of what the model reads here; nil where there is nothing.
  public var remark: String? {
    let isPadded = problem == nil && paddedSeconds > 0
    let padding = isPadded ? "short: padded by \(Self.tenths(paddedSeconds)) s" : nil
    let parts = [
      modalityRemark, leadRemark, assumption.map { "leads assumed: \($0)" }, padding,
    ]
    let said = parts.compactMap { $0 }
    return said.isEmpty ? nil : said.joined(separator: "; ")
  }

  /// Which leads are read where there are more.
  private var leadRemark: String? {
    let recorded = channels.count { $0.modality == .ecg && $0.recorded != nil }
    guard state(.ecg) == .used, leads.count < recorded else { return nil }
    return "of \(recorded) leads it reads \(leads.joined(separator: " ")), which it was trained on"
  }

  private static func tenths(_ seconds: Double) -> String {
    "\(max(1, (seconds * 10).rounded()) / 10)"
  }

  /// What to know of a kind of signal that is not used; nil where both are.
  private var modalityRemark: String? {
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
