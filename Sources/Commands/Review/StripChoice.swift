import PaperStrip
import Waveforms

/// Which channels a strip has and how they stand: as was asked for, or as suits what the record
/// holds.
struct StripChoice {
  let form: StripForm
  /// In the order in which they are drawn.
  let channels: [Int]
  /// Places in `channels` of leads that have a line of their own below those that take turns.
  let rhythm: [Int]

  /// Leads that show a rhythm best, in order of preference.
  private static let rhythmLeads = ["II", "V1", "V5", "I"]

  /// - Parameters:
  ///   - leads: channels by name or by what they are for; nil for those that suit the form.
  ///   - rhythm: names of rhythm leads, or `none`; nil for what suits the form.
  init(form: StripForm?, leads: String?, rhythm: String?, of record: Record) throws {
    let named = try leads.map { try LeadSelection.channels($0, of: record) }
    let form = form ?? Self.form(of: named ?? Array(record.channels.indices), in: record)
    self.form = form
    var channels = try named ?? Self.channels(form, record)
    guard !form.lines.isEmpty else {
      if let rhythm, rhythm != "none" {
        throw CommandError.badOption(
          name: "--rhythm", expected: "none beside --layout \(form.rawValue)", found: rhythm)
      }
      (self.channels, self.rhythm) = (channels, [])
      return
    }
    // What takes no turn would be left out without a word.
    let turning = channels.filter { StripForm.leads.contains(record.lead($0) ?? "") }
    guard !turning.isEmpty, named == nil || turning.count == channels.count else {
      let strangers = channels.filter { !turning.contains($0) }.map { record.channels[$0].name }
      throw CommandError.badOption(
        name: "--layout", expected: "12x1 or ep, as \(form.rawValue) has the twelve leads alone",
        found: "\(form.rawValue) with \(strangers.joined(separator: ", "))")
    }
    channels = turning
    let below = try Self.rhythm(rhythm, form, channels, record)
    channels += below.filter { !channels.contains($0) }
    self.channels = channels
    self.rhythm = below.compactMap { channels.firstIndex(of: $0) }
  }

  /// An electrophysiological study where there are electrograms, twelve leads as hospitals print
  /// them, and all else one above another.
  private static func form(of channels: [Int], in record: Record) -> StripForm {
    if channels.contains(where: { record.channels[$0].kind.isElectrogram }) { return .study }
    let leads = Set(channels.compactMap(record.lead))
    return StripForm.leads.allSatisfy(leads.contains) ? .threeByFour : .twelveByOne
  }

  private static func channels(_ form: StripForm, _ record: Record) throws -> [Int] {
    switch form {
    case .study: return try LeadSelection.channels("ep", of: record)
    case .twelveByOne, .threeByFour, .sixByTwo:
      let hasLeads = record.channels.contains { $0.kind == .surface }
      return try LeadSelection.channels(hasLeads ? "12" : "all", of: record)
    }
  }

  private static func rhythm(
    _ names: String?, _ form: StripForm, _ channels: [Int], _ record: Record
  ) throws -> [Int] {
    if names == "none" { return [] }
    if let names { return try LeadSelection.channels(names, of: record) }
    guard form == .threeByFour else { return [] }
    let found = rhythmLeads.compactMap { lead in channels.first { record.lead($0) == lead } }
    return [found.first ?? channels[0]]
  }
}

extension Record {
  /// Which lead a channel is.
  fileprivate func lead(_ channel: Int) -> String? { channels[channel].identity.lead }
}
