import PaperStrip
import Waveforms

/// Channels by name, or by what they are for.
enum LeadSelection {
  /// Leads that stay in view of an electrophysiological study: the frontal plane, and the bundle
  /// branches' sides.
  private static let studyLeads = ["I", "aVF", "V1", "V6"]

  /// In the order in which they are drawn: as named, or surface leads first.
  static func channels(_ text: String, of record: Record) throws -> [Int] {
    let order = record.clinicalOrder
    let isSurface = { (index: Int) in record.channels[index].kind == .surface }
    let found: [Int]
    switch text {
    case "all": found = order
    case "12": found = order.filter(isSurface)
    case "ep":
      // A study that recorded few leads shows them all.
      let hasFew = order.filter(isSurface).count <= studyLeads.count
      found = order.filter {
        !isSurface($0) || hasFew
          || studyLeads.contains(record.channels[$0].identity.lead ?? "")
      }
    default: return try ChannelOptions.names(text, in: record).map(record.channel(named:))
    }
    guard !found.isEmpty else { throw StripError.noChannels(record: record.name) }
    return found
  }
}
