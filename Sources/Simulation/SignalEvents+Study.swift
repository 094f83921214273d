/// What the catheters of an electrophysiological study see: high right atrium and bundle of His.
extension SignalEvents {
  mutating func addStudy(_ model: ConductionModel, _ random: inout SeededGenerator) {
    for beat in model.beats {
      let onset = beat.truth.ventricularOnset
      let scale = Float(1 + 0.06 * random.normal())
      add(.atrium12, .ventricularFar, at: onset + 0.8 * beat.shape.basalDelay, scale)
      // The septum at the valve is activated early, unless the impulse comes from elsewhere.
      let septal = beat.truth.his == nil ? 0.6 * beat.shape.basalDelay : 0.018
      for (bipole, delay) in [(Bipole.his12, septal), (.his34, septal + 0.004)] {
        add(bipole, .ventricular, at: onset + delay, scale)
        add(bipole, .ventricularFar, at: onset + delay + 0.02, scale)
      }
      guard let his = beat.truth.his else { continue }
      add(.his12, .his, at: his, scale)
      add(.his34, .his, at: his - 0.002, scale)
    }
    for activation in model.atria {
      let isFibrillating = activation.origin == .fibrillation
      for bipole in Bipole.study {
        let scale =
          isFibrillating
          ? Float(random.uniform(0.15, 0.8)) : Float(1 + 0.06 * random.normal())
        add(bipole, .atrial, at: activation.onset + Self.delay(activation.origin, bipole), scale)
      }
    }
    for spike in model.spikes {
      for bipole in Bipole.study {
        let isSite = bipole == .atrium12 && !spike.isVentricular
        add(bipole, .spike, at: spike.time, isSite ? 1 : bipole == .atrium12 ? 0.02 : 0.2)
      }
    }
  }

  /// From the earliest activation of the atria to the local one, in seconds. The sinus impulse
  /// takes 25 to 55 ms to the bundle (PA, Josephson, Clinical Cardiac Electrophysiology); the
  /// atrial end of the AV node lies beside it.
  private static func delay(_ origin: AtrialOrigin, _ bipole: Bipole) -> Double {
    let (high, septal): (Double, Double) =
      switch origin {
      case .sinus: (0.008, 0.036)
      case .paced: (0.004, 0.042)
      case .ectopic: (0.02, 0.03)
      case .node: (0.044, 0.004)
      case .pathway: (0.062, 0.034)
      case .flutter: (0.03, 0.02)
      case .fibrillation: (0.01, 0.02)
      }
    return bipole == .atrium12 ? high : bipole == .his12 ? septal + 0.002 : septal
  }
}
