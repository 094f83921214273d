import ReviewSession
import Waveforms

extension Montage {
  /// Those that come with the program.
  ///
  /// All channels; where there are leads and electrograms, the EP montage first, with electrograms
  /// below three leads that look along, down and across the heart, then each of the two alone;
  /// where there are leads alone, those of the limbs and of the chest.
  static func standard(for record: Record, isDistalOnTop: Bool) -> [Montage] {
    let order = CatheterOrder(record: record, isDistalOnTop: isDistalOnTop).clinical
    func montage(_ name: String, _ channels: [Int], _ speed: SweepSpeed?) -> Montage {
      Montage(
        name: name, channels: channels.map { record.channels[$0].name },
        look: speed.map { MontageLook(speedStep: $0.step) })
    }
    let surface = order.filter { record.channels[$0].kind == .surface }
    let inside = order.filter { record.channels[$0].kind.isElectrogram }
    let all = montage("all", order, nil)
    guard !surface.isEmpty else { return [all] }
    guard !inside.isEmpty else {
      return [all] + halves(surface, record).map { montage($0, $1, nil) }
    }
    return [
      montage("EP", looks(surface, record) + inside, .electrograms),
      montage("IEGM", inside, .electrograms),
      montage("ECG", surface, .standard), all,
    ]
  }

  /// One lead that looks along the heart, one from below, one from the front; where they lack, as
  /// many others.
  private static func looks(_ surface: [Int], _ record: Record) -> [Int] {
    let wanted = [["I", "aVL"], ["II", "aVF", "III"], ["V1", "V2"]]
    var found = wanted.compactMap { names in
      names.lazy.compactMap { name in
        surface.first { record.channels[$0].identity.lead == name }
      }.first
    }
    found += surface.filter { !found.contains($0) }.prefix(wanted.count - found.count)
    return surface.filter(found.contains)
  }

  /// The leads of the limbs and those of the chest, where there are several of both.
  private static func halves(_ surface: [Int], _ record: Record) -> [(String, [Int])] {
    let chest = surface.filter { record.channels[$0].identity.lead?.hasPrefix("V") == true }
    let limbs = surface.filter { !chest.contains($0) }
    return chest.count > 1 && limbs.count > 1
      ? [("limb leads", limbs), ("chest leads", chest)] : []
  }
}
