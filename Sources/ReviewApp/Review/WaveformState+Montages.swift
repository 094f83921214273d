import ReviewSession
import Waveforms

/// Montages with the speed, gain and filters that they are looked at with.
extension WaveformState {
  /// How what is in view is looked at.
  var look: MontageLook {
    let names = record.channels.map(\.name)
    return MontageLook(
      speedStep: viewport.speed.step, gainStep: gain.sensitivity?.step,
      channelGainSteps: Dictionary(
        gain.channelSteps.map { (names[$0.key], $0.value) },
        uniquingKeysWith: { first, _ in first }),
      filter: filter.current.rawValue)
  }

  mutating func showNextMontage() {
    guard let montage = channels.nextMontage(record) else {
      return say("this record has one montage, all its channels: O saves those in view as another")
    }
    show(montage)
  }

  /// Shows a montage as it was looked at last, or as it is looked at first.
  mutating func show(_ montage: Montage) {
    if let left = channels.montage { channels.looks[left] = look }
    let said = channels.show(montage, record)
    guard !said.isProblem else { return say(said.text, true) }
    if let look = channels.looks[montage.name] ?? montage.look {
      take(look, isWhole: channels.looks[montage.name] != nil || look.filter != nil)
    }
    say("\(said.text), \(viewport.speed.label)")
  }

  /// - Parameter isWhole: whether the look says all of gains and filters; if not, both stay.
  private mutating func take(_ look: MontageLook, isWhole: Bool) {
    if let step = look.speedStep { viewport.sweep(at: SweepSpeed(step: step), reach) }
    guard isWhole else { return }
    gain.take(look, record)
    let before = filter.current
    filter.current = look.filter.flatMap(DisplayFilter.init(rawValue:)) ?? .none
    if filter.current != before { review.forgetAverage() }
  }

  mutating func saveMontage(_ name: String) -> [WaveformEffect] {
    guard let made = channels.save(as: name, look, record) else {
      say("\(name) comes with the program: choose another name", true)
      return []
    }
    say(
      "montage \(name) saved: \(made.channels.count.counted("channel")) with speed, gain and filters"
    )
    return [.saveMontage(made)]
  }
}

extension Amplification {
  /// Takes over the gains of a look, and those of the opening where it has none.
  mutating func take(_ look: MontageLook, _ record: Record) {
    sensitivity = look.gainStep.map { Sensitivity.standard.moved(by: $0) }
    channelSteps = [:]
    for (name, step) in look.channelGainSteps {
      guard let channel = record.channels.firstIndex(where: { $0.name == name }) else { continue }
      channelSteps[channel] = min(max(step, -Self.channelReach), Self.channelReach)
    }
  }
}
