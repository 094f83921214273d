import Simulation

/// Patients without noise, whose signals hold nothing but their hearts.
enum QuietPatients {
  static func child(
    diagnosis: String = "AVNRT", pathway: String? = nil, seed: UInt64 = 11,
    layout: PatientScript.Layout = .full, features: ElectrogramFeatures = .all,
    _ events: [PatientScript.Event]
  ) -> SimulatedPatient {
    PatientSimulator.patient(
      PatientScript(
        subject: .init(
          subjectID: "001", gender: "F", ageYears: 13, diagnosis: diagnosis,
          accessoryPathway: pathway),
        layout: layout, noise: .absent, features: features, seed: seed, events: events))
  }

  static func adult(seed: UInt64 = 12, _ events: [PatientScript.Event]) -> SimulatedPatient {
    PatientSimulator.patient(
      PatientScript(
        subject: .init(
          subjectID: "100", gender: "M", ageYears: 45, diagnosis: "TOF with VT", isAdult: true),
        noise: .absent, seed: seed, events: events))
  }

  /// A frame of a time in seconds.
  static func frame(_ seconds: Double) -> Int {
    Int((seconds * SimulatedPatient.frameRateHz).rounded())
  }
}

extension SimulatedPatient {
  /// The beats of a kind, in order.
  func beats(_ kind: BeatKind) -> [BeatTruth] { truth.filter { $0.kind == kind } }

  func channel(_ name: String, in samples: [[Int32]]) -> [Int32] {
    channelNames.firstIndex(of: name).map { samples[$0] } ?? []
  }

  /// The frame of the steepest slope of a channel near a frame, and that slope in counts a frame.
  static func steepest(
    _ channel: [Int32], near frame: Int, reach: Int
  ) -> (frame: Int, slope: Int32) {
    let inside = max(1, frame - reach)...min(channel.count - 2, frame + reach)
    var found = (frame: frame, slope: Int32(0))
    for place in inside {
      let slope = abs(channel[place + 1] - channel[place - 1]) / 2
      if slope > found.slope { found = (place, slope) }
    }
    return found
  }
}
