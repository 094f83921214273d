import Waveforms

/// Channels with the electrodes of each catheter in order, from either end.
struct CatheterOrder {
  let record: Record
  /// Whether the tip stands on top, CS 1-2 above CS 9-10.
  let isDistalOnTop: Bool

  /// All channels in the order of clinical practice.
  var clinical: [Int] { turned(record.clinicalOrder) }

  /// The same channels, those of a catheter in their order on the places that they had among the
  /// others.
  func turned(_ order: [Int]) -> [Int] {
    var result = order
    for places in Dictionary(grouping: order.indices, by: { catheter(order[$0]) })
      .filter({ $0.key != nil }).values
    {
      let places = places.sorted()
      let channels = places.map { order[$0] }.enumerated().sorted { one, other in
        (height(one.element), one.offset) < (height(other.element), other.offset)
      }
      for (place, channel) in zip(places, channels) { result[place] = channel.element }
    }
    return result
  }

  /// A channel of a catheter with several, which is on top; nil where there is none.
  var topmost: Int? {
    let order = clinical
    let first = order.first { channel in
      catheter(channel).map { name in order.count { catheter($0) == name } > 1 } ?? false
    }
    let sinus = order.first { record.channels[$0].kind == .coronarySinus }
    return first == nil ? nil : sinus ?? first
  }

  /// What a catheter's channels have in common; nil where a name does not say where on it they are.
  private func catheter(_ channel: Int) -> String? {
    guard let electrodes = record.channels[channel].identity.electrodes,
      depth(electrodes.place) != nil
    else { return nil }
    return electrodes.catheter + (electrodes.isUnipolar ? " uni" : "")
  }

  /// How far down a channel stands.
  private func height(_ channel: Int) -> Int {
    let place = record.channels[channel].identity.electrodes?.place
    let fromTip = place.flatMap(depth) ?? 0
    return isDistalOnTop ? fromTip : -fromTip
  }

  /// How far from the tip.
  private func depth(_ place: ChannelIdentity.Electrodes.Place) -> Int? {
    switch place {
    case .pair(let first, let second): min(first, second)
    case .single(let number): number
    case .distal: 1
    case .middle: 2
    case .proximal: 3
    case .unsaid: nil
    }
  }
}
