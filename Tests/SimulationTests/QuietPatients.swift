import Simulation

/// Patients without noise, whose signals hold nothing but their hearts.
enum QuietPatients {
  static func child(
    diagnosis: String = "AVNRT", pathway: String? = nil, seed: UInt64 = 11,
    layout: PatientScript.Layout = .full, _ events: [PatientScript.Event]
  ) -> SimulatedPatient {
    PatientSimulator.patient(
      PatientScript(
        subject: .init(
          subjectID: "001", gender: "F", ageYears: 13, diagnosis: diagnosis,
          accessoryPathway: pathway),
        layout: layout, noise: .absent, seed: seed, events: events))
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
}
