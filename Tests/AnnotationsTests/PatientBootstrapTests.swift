import Annotations
import Testing

@Suite("Bootstrap over patients") struct PatientBootstrapTests {
  private typealias Examples = AgreementExamples

  /// Patients with so many matched of so many episodes.
  private static func patients(_ counts: [(matched: Int, of: Int)]) -> [EpisodeTally] {
    counts.map {
      EpisodeTally(reference: .init(episodes: $0.of, matched: $0.matched, seconds: Double($0.of)))
    }
  }

  @Test func `The same seed gives the same interval, another one another`() {
    let study = Examples.study(Examples.drawn, itemsPerPatient: 5)
    let first = study.report(PatientBootstrap(draws: 200, seed: 3)).overall
    #expect(first == study.report(PatientBootstrap(draws: 200, seed: 3)).overall)
    #expect(first != study.report(PatientBootstrap(draws: 200, seed: 4)).overall)
  }

  @Test func `Patients that are all alike have an interval of one point`() throws {
    let estimate = PatientBootstrap().estimate(
      Self.patients(Array(repeating: (3, 4), count: 8))
    ) { $0.episodeSensitivity }
    #expect(estimate.value == 0.75)
    #expect(estimate.interval == 0.75...0.75)
    #expect(estimate.draws == 1000)
  }

  /// Of a share of 0.3 in 50 patients of one episode each, the interval is near that of the
  /// binomial distribution: 0.3 ± 1.96 · 0.0648.
  @Test func `An interval is as wide as the binomial's`() throws {
    let patients = Self.patients((0..<50).map { ($0 < 15 ? 1 : 0, 1) })
    let estimate = PatientBootstrap(draws: 4000).estimate(patients) { $0.episodeSensitivity }
    let interval = try #require(estimate.interval)
    #expect(abs(interval.lowerBound - 0.173) < 0.02)
    #expect(abs(interval.upperBound - 0.427) < 0.02)
  }

  /// The same 50 episodes in ten patients who have all of them or none are worth ten.
  @Test func `Episodes of one patient are not independent`() throws {
    let single = Self.patients((0..<50).map { ($0 < 15 ? 1 : 0, 1) })
    let grouped = Self.patients((0..<10).map { ($0 < 3 ? 5 : 0, 5) })
    let narrow = try #require(
      PatientBootstrap().estimate(single) { $0.episodeSensitivity }.interval)
    let wide = try #require(
      PatientBootstrap().estimate(grouped) { $0.episodeSensitivity }.interval)
    #expect(wide.upperBound - wide.lowerBound > 1.5 * (narrow.upperBound - narrow.lowerBound))
  }

  @Test func `A higher level gives a wider interval`() throws {
    let patients = Self.patients((0..<40).map { ($0 % 3, 3) })
    let usual = try #require(
      PatientBootstrap(level: 0.8).estimate(patients) { $0.episodeSensitivity }.interval)
    let wide = try #require(
      PatientBootstrap(level: 0.99).estimate(patients) { $0.episodeSensitivity }.interval)
    #expect(wide.lowerBound < usual.lowerBound && wide.upperBound > usual.upperBound)
  }

  @Test func `One patient has a value and no interval`() {
    let estimate = PatientBootstrap().estimate(Self.patients([(1, 2)])) { $0.episodeSensitivity }
    #expect(estimate.value == 0.5)
    #expect(estimate.interval == nil)
    #expect(estimate.reasonWithoutInterval == .patients(1))
  }

  @Test func `Nobody has neither`() {
    let estimate = PatientBootstrap().estimate([EpisodeTally]()) { $0.episodeSensitivity }
    #expect(estimate.coefficient == .undefined(.noItems))
  }

  /// One of twelve patients has an episode: it is drawn in 1 − (11/12)¹² = 65 % of all draws.
  @Test func `Draws without anything to count are left out and counted`() throws {
    let estimate = PatientBootstrap().estimate(
      Self.patients([(1, 1)] + Array(repeating: (0, 0), count: 11))
    ) { $0.episodeSensitivity }
    #expect(estimate.interval == 1...1)
    #expect(abs(Double(estimate.draws) / 1000 - 0.648) < 0.05)
  }

  /// The one patient who has an episode is drawn exactly once in (11/12)¹¹ = 38 % of all draws.
  @Test func `Of too few draws there is no interval`() {
    let patients = Self.patients([(1, 1)] + Array(repeating: (0, 0), count: 11))
    let estimate = PatientBootstrap().estimate(patients) {
      $0.reference.episodes == 1 ? $0.episodeSensitivity : .undefined(.noEpisodes)
    }
    #expect(estimate.value == 1)
    #expect(estimate.interval == nil)
    #expect(estimate.reasonWithoutInterval == .draws(defined: estimate.draws, all: 1000))
    #expect(abs(Double(estimate.draws) / 1000 - 0.384) < 0.05)
  }

  @Test func `The value lies within a wide interval of itself`() throws {
    let report = Examples.study(Examples.drawn, itemsPerPatient: 5).report()
    for estimate in [
      report.overall.percentAgreement, report.overall.fleissKappa, report.overall.gwetAC1,
    ] {
      let interval = try #require(estimate.interval)
      #expect(interval.contains(try #require(estimate.value)))
      #expect(interval.upperBound - interval.lowerBound < 0.6)
    }
  }
}
