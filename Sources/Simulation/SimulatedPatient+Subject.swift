extension SimulatedPatient {
  /// One line of the subject tables.
  public struct Subject: Sendable, Equatable {
    /// As text: `001`, `0010`, `100`. The release pads with a prefix, not to a width.
    public let subjectID: String
    /// `x001`, `x0010`; adults from `x100`.
    public let recordName: String
    /// `M` or `F`.
    public let gender: String
    public let ageYears: Double
    public let diagnosis: String
    /// `left lateral` and so on; nil for patients without.
    public let accessoryPathway: String?
    public let isAdult: Bool

    public init(
      subjectID: String, gender: String, ageYears: Double, diagnosis: String,
      accessoryPathway: String? = nil, isAdult: Bool = false
    ) {
      self.subjectID = subjectID
      recordName = "x" + subjectID
      self.gender = gender
      self.ageYears = ageYears
      self.diagnosis = diagnosis
      self.accessoryPathway = accessoryPathway
      self.isAdult = isAdult
    }

    var group: PatientGroup {
      if isAdult { return .fallot }
      if diagnosis == "AVRT-WPW" { return .preexcitation }
      return accessoryPathway == nil ? .avnrt : .avrt
    }

    /// A child: patients 1 ..., with the diagnoses as common as in the release.
    static func child(number: Int, using random: inout SeededGenerator) -> Subject {
      let diagnoses = ["AVNRT", "AVRT", "AVRT-WPW", "AVRT-PJRT"]
      let diagnosis = diagnoses[random.index(weights: [13, 10, 5, 1])]
      let places = AccessoryPathway.locations
      let place = places[random.index(weights: places.map { $0.patients })].name
      let location = diagnosis == "AVRT-PJRT" ? "right posteroseptal" : place
      let tenths = (random.uniform(5, 18.2) * 10).rounded()
      return Subject(
        subjectID: "00\(number)",
        gender: random.chance(16.0 / 29) ? "M" : "F", ageYears: tenths / 10,
        diagnosis: diagnosis, accessoryPathway: diagnosis == "AVNRT" ? nil : location)
    }

    /// An adult with repaired Fallot: patients 100 ... .
    static func adult(number: Int, using random: inout SeededGenerator) -> Subject {
      let diagnoses = ["TOF with VT", "TOF without VT", "TOF with nsVT"]
      return Subject(
        subjectID: "\(number)", gender: random.chance(0.6) ? "M" : "F",
        ageYears: (random.uniform(20, 65) * 100).rounded() / 100,
        diagnosis: diagnoses[random.index(weights: [8, 1, 1])], isAdult: true)
    }
  }
}
