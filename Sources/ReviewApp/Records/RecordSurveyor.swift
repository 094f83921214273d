import ArrhythmiaModel
import ReviewSession
import Waveforms

/// Records of a list that are to be looked at.
public struct SurveyRequest: Sendable, Equatable {
  /// The folder that the names are in.
  public var folder: String
  /// Records to open, the most wanted first.
  public var wanted: [String]
  /// Open records, with what their files were: those whose files have changed since are opened
  /// again.
  var checked: [String: RecordStamp]
  /// The last report that the list has taken over.
  var takenReport: Int

  var isEmpty: Bool { wanted.isEmpty && checked.isEmpty }
}

/// Looks at the records of a list in the background.
enum RecordSurveyor {
  enum Report: Sendable {
    /// Records, and the number of the report.
    case looked([String: RecordLook], report: Int)
    case read([String: RecordReadingSummary])
  }

  /// The first record is told of at once, the others in groups: each report draws the screen.
  private static let interval = Duration.milliseconds(100)
  /// How long the names in a folder are believed to be what they were.
  private static let listingAge = Duration.seconds(2)

  static func worker(
    _ services: ReviewServices, _ desk: DecisionDesk,
    report: @escaping @Sendable (Report) -> Void
  ) -> Worker<SurveyRequest, Report> {
    Worker("survey", report: report) {
      var survey = Survey(
        readings: ListedReadings(services), desk: desk, opener: RecordOpener(services))
      return { run in try survey.carryOut(run) }
    }
  }

  /// What the worker keeps between requests.
  private struct Survey {
    let readings: ListedReadings
    let desk: DecisionDesk
    let opener: RecordOpener
    /// The number of the report that each record was told in.
    private var reported: [String: Int] = [:]
    private var reportCount: Int?
    private var found: [String: RecordLook] = [:]
    private var listings = FolderListings()
    private var listed = ContinuousClock.now
    private var posted = ContinuousClock.now - RecordSurveyor.interval

    init(readings: ListedReadings, desk: DecisionDesk, opener: RecordOpener) {
      (self.readings, self.desk, self.opener) = (readings, desk, opener)
    }

    mutating func carryOut(_ run: Worker<SurveyRequest, Report>.Run) throws {
      defer { post(run) }
      let request = run.request
      // A list that was left and is shown again goes on counting.
      reportCount = reportCount ?? request.takenReport
      renewListings()
      for (index, name) in (request.wanted + request.checked.keys.sorted()).enumerated() {
        try run.progressUnlessSuperseded(
          Double(index) / Double(request.wanted.count + request.checked.count))
        look(at: name, run)
        if .now - posted > RecordSurveyor.interval { post(run) }
      }
    }

    private mutating func look(at name: String, _ run: Worker<SurveyRequest, Report>.Run) {
      let request = run.request
      let path = request.folder.appendingPath(name)
      // What is on its way to the list is not looked at again.
      if let number = reported[name], number > request.takenReport { return }
      if let stamp = request.checked[name], stamp.now(path: path) == stamp { return }
      var look = RecordLook(path: path, opener: opener, listings: &listings)
      // A record that cannot be opened cannot be told from others.
      if look.facts != nil { look.decisions = desk.decisions(at: path).decisions }
      found[name] = look
      reported[name] = (reportCount ?? 0) + 1
      if let reading = readings.summary(path, look) { run.report(.read([name: reading])) }
    }

    /// Annotations may come at any time; requests come too often for a folder of thousands.
    private mutating func renewListings() {
      guard .now - listed > RecordSurveyor.listingAge else { return }
      listings = FolderListings()
      listed = .now
    }

    private mutating func post(_ run: Worker<SurveyRequest, Report>.Run) {
      guard !found.isEmpty else { return }
      let number = (reportCount ?? 0) + 1
      reportCount = number
      run.report(.looked(found, report: number))
      found = [:]
      posted = .now
    }
  }
}
