/// Episodes of many records by two readers, rhythm by rhythm, kept by patient.
public struct EpisodeStudy: Sendable {
  /// EC57's gross statistics of one rhythm, with intervals by a bootstrap over patients.
  public struct Figures: Sendable, Equatable {
    public let episodeSensitivity: AgreementEstimate
    public let episodePositivePredictivity: AgreementEstimate
    public let durationSensitivity: AgreementEstimate
    public let durationPositivePredictivity: AgreementEstimate
  }

  private var patients: Set<String> = []
  private var tallies: [String: [String: EpisodeTally]] = [:]

  public init() {}

  /// Names of the rhythms that a reader has, in alphabetical order.
  public var rhythms: [String] { tallies.keys.sorted() }

  /// Adds a record. `nameOf` says what an episode is counted as: its name, if nothing else.
  public mutating func add(
    patient: String, reference: [RhythmEpisode], test: [RhythmEpisode], frameRateHz: Double,
    nameOf: (RhythmEpisode) -> String = { $0.name }
  ) {
    patients.insert(patient)
    let (own, other) = (
      Dictionary(grouping: reference, by: nameOf), Dictionary(grouping: test, by: nameOf)
    )
    for name in Set(own.keys).union(other.keys) {
      let comparison = EpisodeComparison(
        reference: own[name, default: []].map(\.frames),
        test: other[name, default: []].map(\.frames))
      tallies[name, default: [:]][patient, default: EpisodeTally()]
        .add(comparison.tally(frameRateHz: frameRateHz))
    }
  }

  /// The counts of all patients.
  public func tally(of rhythm: String) -> EpisodeTally {
    byPatient(rhythm).reduce(into: EpisodeTally()) { $0.add($1) }
  }

  /// Gross statistics of a rhythm. Patients without it are drawn too.
  public func figures(
    of rhythm: String, _ bootstrap: PatientBootstrap = PatientBootstrap()
  ) -> Figures {
    let estimates = bootstrap.estimates(
      byPatient(rhythm),
      [
        { $0.episodeSensitivity }, { $0.episodePositivePredictivity }, { $0.durationSensitivity },
        { $0.durationPositivePredictivity },
      ])
    return Figures(
      episodeSensitivity: estimates[0], episodePositivePredictivity: estimates[1],
      durationSensitivity: estimates[2], durationPositivePredictivity: estimates[3])
  }

  private func byPatient(_ rhythm: String) -> [EpisodeTally] {
    let known = tallies[rhythm, default: [:]]
    return patients.sorted().map { known[$0, default: EpisodeTally()] }
  }
}
