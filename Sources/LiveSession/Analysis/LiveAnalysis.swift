import ArrhythmiaModel
import LiveStreams
import Waveforms

/// Finds beats and classes in a stream, a twentieth of a second at a time, by causal filters
/// throughout.
///
/// What it says depends on the stream alone and not on when it was asked. For one thread.
struct LiveAnalysis {
  /// What it has found so far.
  private(set) var reading = LiveReading()
  /// Causes of alarms that are there now, with the banner's text; of those in `kinds` alone.
  private(set) var causes: [LiveAlarm.Kind: String] = [:]
  static let kinds: [LiveAlarm.Kind] = [.asystole, .rateLow, .rateHigh]

  private let buffer: LiveBuffer
  private let choose: LiveModel.Choice
  private let settings: LiveSettings
  private let hop: Int
  /// The next frame, and the frame with which reading was begun.
  private var cursor = 0
  private var origin = 0
  private var signal: StreamSignal?
  private var beats = StreamBeats(keptSeconds: StreamReading.keptSeconds)
  private var model: StreamReading?
  private var teaching = StreamTeaching()
  /// The labels that `reading.lesson` is about; nil where it is to be looked at anew.
  private var lookedAt: [LiveLesson.Label]? = []
  /// Whether a label's beat is not known yet: it is once the one behind it has come.
  private var awaitsBeat = false
  private var rate = LiveRate()
  private var hold: ClassHold

  /// Signal in which the mains are looked for before anything is read.
  private static let prologueSeconds = 5.0
  /// Nothing is said of a heart that does not beat before the detector has its levels.
  private static let settlingSeconds = 8.0
  /// An alarm is over where the rate is so many beats a minute within its limit: at the limit it
  /// would come and go with each beat.
  private static let slack = 3.0
  /// Without a beat for longer there is no rate.
  private static let longestIntervalSeconds = 3.0
  /// Beats that are kept for the screen.
  private static let shownSeconds = 120.0
  /// A gap beyond this has nothing to do with what was before it.
  static let longestGapSeconds = 30.0

  init(_ buffer: LiveBuffer, _ choose: @escaping LiveModel.Choice, _ settings: LiveSettings) {
    (self.buffer, self.choose, self.settings) = (buffer, choose, settings)
    hop = max(1, Int((buffer.header.samplingRateHz / 20).rounded()))
    hold = ClassHold(needed: settings.holdFindings)
  }

  private var frameRateHz: Double { buffer.header.samplingRateHz }

  /// Reads the next twentieth of a second, or what is left of the stream where it has ended. Nil
  /// where that has not come yet.
  mutating func step(isLast: Bool) -> [LiveEvent]? {
    var events: [LiveEvent] = []
    let kept = buffer.kept
    if cursor < kept.lowerBound { events += skip(to: kept.upperBound) }
    guard begin(kept, isLast: isLast) else { return events.isEmpty ? nil : events }
    let end = min(cursor + hop, kept.upperBound)
    guard end > cursor, end == cursor + hop || isLast else { return events.isEmpty ? nil : events }
    guard var signal else {
      cursor = end
      reading.end = Double(end) / frameRateHz
      return events
    }
    // Held twice it would be copied with each packet: two megabytes.
    self.signal = nil
    signal.append(buffer.physical(channels: signal.channels, frames: cursor..<end))
    cursor = end
    let new = beats.update(signal)
    self.signal = signal
    events += take(beats: new)
    events += take(taught(read(signal, new), signal))
    watch(signal)
    note()
    return events
  }

  // MARK: Beginning

  /// Makes ready to read once there is signal enough; false where there is not.
  private mutating func begin(_ kept: Range<Int>, isLast: Bool) -> Bool {
    guard signal == nil, reading.problem == nil else { return true }
    let needed = origin + Int(Self.prologueSeconds * frameRateHz)
    guard kept.upperBound >= needed || isLast && kept.upperBound > origin else { return false }
    let record = buffer.record(frames: origin..<min(needed, kept.upperBound))
    do {
      signal = try StreamSignal(record, keptSeconds: StreamReading.keptSeconds)
      try choose(record).map { try take($0, record) }
    } catch {
      reading.problem = "\(error)"
    }
    return true
  }

  private mutating func take(_ chosen: LiveModel, _ record: Record) throws {
    model = try StreamReading(chosen.classifier, record)
    (reading.modelName, reading.modelDigest) = (chosen.name, chosen.digest)
    reading.isOfBeats = isOfBeats
    reading.classes = chosen.classifier.properties.classes
    reading.delaySeconds = model?.delaySeconds ?? 0
  }

  /// Reads on at `frame`, with nothing of what was before.
  private mutating func restart(at frame: Int) -> [LiveEvent] {
    (cursor, origin) = (frame, frame)
    signal = nil
    model = nil
    beats = StreamBeats(keptSeconds: StreamReading.keptSeconds)
    teaching.restart()
    rate.restart()
    causes = [:]
    hold = ClassHold(needed: settings.holdFindings)
    reading.forget()
    reading.problem = nil
    reading.end = Double(frame) / frameRateHz
    return show(nil, at: frame)
  }

  private mutating func skip(to frame: Int) -> [LiveEvent] {
    let seconds = Double(frame - cursor) / frameRateHz
    return [event(.skipped(seconds: seconds), at: frame)] + restart(at: frame)
  }

  /// The stream has a long gap that ends at `frame`.
  mutating func gap(endingAt frame: Int) -> [LiveEvent] {
    frame > cursor ? restart(at: frame) : []
  }

  // MARK: Time

  /// The stream's second of a place at 250 Hz.
  private func seconds(_ place: Int) -> Double {
    Double(origin) / frameRateHz + Double(place) / PreparationSettings.samplingRateHz
  }

  private func event(_ kind: LiveEvent.Kind, at frame: Int) -> LiveEvent {
    LiveEvent(frame: frame, seconds: Double(frame) / frameRateHz, kind: kind)
  }

  private func event(_ kind: LiveEvent.Kind, seconds: Double) -> LiveEvent {
    LiveEvent(frame: Int((seconds * frameRateHz).rounded()), seconds: seconds, kind: kind)
  }

  // MARK: Findings

  private var isOfBeats: Bool { model?.classifier.isOfBeats == true }

  private mutating func take(beats new: [Int]) -> [LiveEvent] {
    new.flatMap { place -> [LiveEvent] in
      let time = seconds(place)
      rate.take(time)
      let beat = LiveBeat(seconds: time, name: nil, isSure: false)
      reading.beats.append(beat)
      // A model of beats tells of each itself, a beat later.
      return isOfBeats ? [] : [event(.beat(beat), seconds: time)]
    }
  }

  private mutating func take(_ findings: [StreamReading.Reading]) -> [LiveEvent] {
    findings.flatMap { found -> [LiveEvent] in
      let finding = found.finding
      let name = finding.decision.map { reading.classes[$0] }
      reading.window = LiveWindow(
        span: seconds(found.span.lowerBound)...seconds(found.span.upperBound), name: name,
        probability: finding.decision.flatMap { finding.evidence?.probabilities[$0] } ?? 0,
        reason: finding.isUncertain ? finding.verdict.reasons.first?.brief ?? "unsure" : nil)
      reading.probabilities = finding.evidence?.probabilities ?? []
      reading.attention = found.attention
      let time = seconds(finding.place.lowerBound)
      guard isOfBeats else {
        let told = reading.window.map { event(.window($0), seconds: $0.span.upperBound) }
        return [told].compactMap { $0 } + hold(finding, name, seconds(found.span.upperBound))
      }
      let beat = LiveBeat(seconds: time, name: name, isSure: !finding.isUncertain)
      replace(beat)
      return [event(.beat(beat), seconds: time)] + hold(finding, name, time)
    }
  }

  private mutating func replace(_ beat: LiveBeat) {
    let place = reading.beats.lastIndex { abs($0.seconds - beat.seconds) < 0.002 }
    if let place { reading.beats[place] = beat }
  }

  private mutating func hold(
    _ finding: RecordClassifier.Finding, _ name: String?, _ seconds: Double
  ) -> [LiveEvent] {
    let changed = hold.take(finding.isUncertain ? nil : name)
    reading.candidate = hold.missing
    return changed
      ? show(hold.shown, at: Int((seconds * frameRateHz).rounded())) : []
  }

  private mutating func show(_ name: String?, at frame: Int) -> [LiveEvent] {
    guard reading.shown != name else { return [] }
    reading.shown = name
    return [event(.shown(name), at: frame)]
  }

  /// What the model says; one that gives no numbers is said so, and asked no more.
  private mutating func read(_ signal: StreamSignal, _ new: [Int]) -> [StreamReading.Reading] {
    do {
      return try model?.update(signal, beats, new: new) ?? []
    } catch {
      model = nil
      reading.forget()
      (reading.shown, reading.problem) = (nil, "\(error)")
      return []
    }
  }

  // MARK: Teaching

  private func frame(_ place: Int) -> Int { Int((seconds(place) * frameRateHz).rounded()) }

  /// What labels have made of findings, where some are in use.
  private mutating func taught(
    _ findings: [StreamReading.Reading], _ signal: StreamSignal
  ) -> [StreamReading.Reading] {
    guard isOfBeats, !findings.isEmpty else { return findings }
    for found in findings {
      let place = found.finding.place.lowerBound
      teaching.take(found.finding, of: frame(place), at: place)
    }
    if awaitsBeat { lookedAt = nil }
    guard let lesson = lesson(reading.usedLabels, signal) else { return findings }
    return findings.map { found in
      var found = found
      found.finding = lesson.findings[frame(found.finding.place.lowerBound)] ?? found.finding
      return found
    }
  }

  private mutating func lesson(
    _ labels: [LiveLesson.Label], _ signal: StreamSignal
  ) -> StreamTeaching.Lesson? {
    guard !labels.isEmpty, let selection = model?.classifier.properties.selection else {
      return nil
    }
    return teaching.lesson(
      labels.compactMap { label in
        reading.classes.firstIndex(of: label.name).map { .init(beat: label.frame, label: $0) }
      }, signal, selection)
  }

  /// Looks what labels come to, and has others teach from now on. Returns whether there was
  /// anything to do.
  mutating func teach(_ labels: [LiveLesson.Label], using used: [LiveLesson.Label]) -> Bool {
    let isNew = labels != lookedAt
    if isNew { look(labels) }
    let isUsed = used == reading.usedLabels
    if !isUsed { use(used) }
    return isNew || !isUsed
  }

  /// Looks what labels come to; nothing that is said changes by it.
  private mutating func look(_ labels: [LiveLesson.Label]) {
    // Labels of beats teach no model of rhythms; before a model is known there is nothing to say yet.
    if reading.modelName != nil, !reading.isOfBeats { lookedAt = labels }
    guard isOfBeats, let signal else { return }
    lookedAt = labels
    reading.lesson = nil
    awaitsBeat = !labels.isEmpty
    guard let lesson = lesson(labels, signal), lesson.verdict.count > 0 else { return }
    awaitsBeat = lesson.unplaced > 0
    let names = reading.classes
    var counts: [[Int]: Int] = [:]
    for change in lesson.changes { counts[[change.before, change.after], default: 0] += 1 }
    reading.lesson = LiveLesson(
      labels: labels,
      judged: lesson.verdict.rows.map {
        .init(name: names[$0.label], count: $0.count, before: $0.before, after: $0.after)
      },
      changed: counts.sorted { ($1.value, $0.key[0], $0.key[1]) < ($0.value, $1.key[0], $1.key[1]) }
        .map { .init(before: names[$0.key[0]], after: names[$0.key[1]], count: $0.value) },
      beats: lesson.findings.count, isBetter: lesson.verdict.outcome == .better)
  }

  /// Has labels teach from now on, and the beats that are kept; of none, the model is as it came.
  private mutating func use(_ labels: [LiveLesson.Label]) {
    reading.usedLabels = labels
    guard isOfBeats, let signal else { return }
    for (number, finding) in lesson(labels, signal)?.findings ?? teaching.untaught {
      replace(
        LiveBeat(
          seconds: Double(number) / frameRateHz, name: finding.decision.map { reading.classes[$0] },
          isSure: !finding.isUncertain))
    }
  }

  // MARK: Watching

  /// Causes of alarms that depend on beats.
  private mutating func watch(_ signal: StreamSignal) {
    let now = seconds(beats.end)
    let last = rate.beats.last ?? seconds(0)
    let isSettled = Double(beats.end) > Self.settlingSeconds * PreparationSettings.samplingRateHz
    let hasLead = signal.hasLead(lastSeconds: 2)
    let silence = now - last - StreamBeats.delaySeconds
    let perMinute = silence < Self.longestIntervalSeconds && hasLead ? rate.perMinute : nil
    reading.rate = perMinute
    reading.interval = perMinute == nil ? nil : rate.interval
    let (wasHigh, wasLow) = (causes[.rateHigh] != nil, causes[.rateLow] != nil)
    causes = [:]
    if isSettled, hasLead, silence > settings.asystoleSeconds {
      causes[.asystole] = "NO BEAT for \(Int(silence)) s"
    }
    guard let perMinute else { return }
    let limits = settings.rateLimits
    if perMinute > limits.upperBound - (wasHigh ? Self.slack : 0) {
      causes[.rateHigh] = Self.beyond(perMinute, limits.upperBound)
    } else if perMinute < limits.lowerBound + (wasLow ? Self.slack : 0) {
      causes[.rateLow] = Self.beyond(perMinute, limits.lowerBound)
    }
  }

  private static func beyond(_ rate: Double, _ limit: Double) -> String {
    "RATE \(Int(rate.rounded())), limit \(Int(limit))"
  }

  private mutating func note() {
    reading.end = Double(cursor) / frameRateHz
    let oldest = reading.end - Self.shownSeconds
    if let first = reading.beats.first, first.seconds < oldest {
      reading.beats.removeAll { $0.seconds < oldest }
    }
    reading.trend.note(reading.end, rate: reading.rate, name: reading.shown)
  }
}
