/// Which stretch of a record is in view, and the moment that the reader has gone to.
public struct Viewport: Sendable, Equatable {
  /// The half of a split view that keys do not act on.
  public struct Split: Sendable, Equatable {
    public var start: Double
    public var cursor: Double?
    /// Whether keys act on the right half.
    public var isRightActive: Bool
  }

  /// What of the screen and the record moves depend on.
  struct Reach {
    /// Dots from the left edge of the traces to the right one.
    var dots: Int
    /// Length of the record.
    var durationSeconds: Double
  }

  /// Seconds at the left edge; brought onto the record when the screen is laid out.
  public var start = 0.0
  public var speed = SweepSpeed.standard
  /// A moment the reader has gone to.
  public var cursor: Double?
  public var split: Split?
  public var history = JumpHistory()

  public init() {}

  /// Seconds from the left edge to the right one.
  public func seconds(dots: Int) -> Double { speed.secondsPerDot * Double(dots) }

  var place: JumpHistory.Place { .init(start: start, cursor: cursor) }

  // MARK: Commands

  /// Moves in time. Returns what there is to say.
  mutating func perform(_ command: TimeCommand, _ reach: Reach) -> String? {
    let view = seconds(dots: reach.dots)
    // From mark to mark of the axis: what stays in view is drawn by the same dots as before, and
    // the marks stand still.
    let mark = AxisTicks.step(secondsPerCell: speed.secondsPerDot * 2)
    switch command {
    case .panLeft: start -= mark
    case .panRight: start += mark
    case .pageLeft: start -= view
    case .pageRight: start += view
    case .start: jump(to: 0)
    case .end: jump(to: reach.durationSeconds - view)
    case .jumpBack: return travel(history.back(from: place)) ? nil : "no jump to go back from"
    case .jumpForward: return travel(history.forward(from: place)) ? nil : "no jump to repeat"
    // The time is asked for first.
    case .goTo: break
    }
    return nil
  }

  private mutating func jump(to start: Double) {
    history.leave(place)
    self.start = start
  }

  private mutating func travel(_ place: JumpHistory.Place?) -> Bool {
    guard let place else { return false }
    (start, cursor) = (place.start, place.cursor)
    return true
  }

  /// Changes the sweep speed. Returns what there is to say.
  mutating func perform(_ command: SpeedCommand, _ reach: Reach) -> String? {
    switch command {
    case .zoomIn:
      return sweep(at: SweepSpeed(step: speed.step + 1), reach)
        ? nil : "400 mm/s is the fastest sweep"
    case .zoomOut:
      return sweep(at: SweepSpeed(step: speed.step - 1), reach)
        ? nil : "the whole record is in view"
    case .standard:
      let wanted = speed == .standard ? SweepSpeed.electrograms : .standard
      return sweep(at: wanted, reach) ? nil : "the whole record is in view, at \(speed.label)"
    case .wholeRecord:
      let slowest = SweepSpeed.slowest(duration: reach.durationSeconds, dots: reach.dots)
      return sweep(at: slowest, reach) ? nil : "the whole record is in view"
    }
  }

  /// Changes the speed about the cursor, or the middle of the view, as far as the record allows.
  /// - Returns: whether it changed.
  @discardableResult
  mutating func sweep(at wanted: SweepSpeed, _ reach: Reach) -> Bool {
    let view = seconds(dots: reach.dots)
    let inView = cursor.flatMap { (start...start + view).contains($0) ? $0 : nil }
    let anchor = inView ?? start + view / 2
    let share = (anchor - start) / view
    let before = speed
    speed = wanted
    limit(SweepSpeed.slowest(duration: reach.durationSeconds, dots: reach.dots))
    start = anchor - seconds(dots: reach.dots) * share
    return speed != before
  }

  /// Keeps the speed between the fastest, and the one at which the whole record is in view.
  mutating func limit(_ slowest: SweepSpeed) {
    speed.step = min(max(speed.step, min(slowest.step, 0)), SweepSpeed.fastestStep)
  }

  // MARK: Places

  /// Goes to a moment, with a little of what comes before in view; it is remembered where from.
  mutating func goTo(_ seconds: Double, dots: Int) {
    history.leave(place)
    cursor = seconds
    start = seconds - self.seconds(dots: dots) / 8
  }

  /// Puts the cursor on a moment; the view moves only where it is not in it.
  mutating func reach(_ seconds: Double, dots: Int) {
    let view = self.seconds(dots: dots)
    if seconds < start || seconds > start + view * 0.95 {
      history.leave(place)
      start = seconds - view / 2
    }
    cursor = seconds
  }

  /// Moves the view as little as brings a moment into it.
  mutating func keepInView(_ seconds: Double, dots: Int) {
    let view = self.seconds(dots: dots)
    if seconds < start { start = seconds - view / 8 }
    if seconds > start + view { start = seconds - view * 7 / 8 }
  }

  /// Where looking goes on from: the cursor, or the view's edge where the cursor was left behind.
  func origin(forward: Bool, dots: Int) -> (seconds: Double, isCursor: Bool) {
    let view = seconds(dots: dots)
    if let cursor, (start...start + view).contains(cursor) { return (cursor, true) }
    return (forward ? start : start + view, false)
  }

  // MARK: Two places

  mutating func splitInTwo() {
    split = Split(start: start, cursor: cursor, isRightActive: true)
  }

  /// Lets keys act on the other half.
  mutating func swapHalves() {
    guard let other = split else { return }
    split = Split(start: start, cursor: cursor, isRightActive: !other.isRightActive)
    (start, cursor) = (other.start, other.cursor)
  }

  /// What the layout has to know.
  func request(durationSeconds: Double) -> LayoutRequest.Time {
    LayoutRequest.Time(
      active: .init(start: start, cursor: cursor),
      other: split.map { .init(start: $0.start, cursor: $0.cursor) },
      isRightActive: split?.isRightActive ?? false, secondsPerDot: speed.secondsPerDot,
      durationSeconds: durationSeconds)
  }

  /// Takes over where the layout has put the sections.
  mutating func settle(_ layout: WaveformLayout) {
    start = layout.active.start
    if let other = layout.sections.first(where: { !$0.isActive }) { split?.start = other.start }
  }
}
