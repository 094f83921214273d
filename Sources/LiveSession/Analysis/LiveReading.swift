/// What is known of a stream by now.
public struct LiveReading: Sendable, Equatable {
  /// Beats a minute; nil where no rate can be told.
  public var rate: Double?
  /// The last interval between beats, in seconds.
  public var interval: Double?
  /// The beats of the last half minute.
  public var beats: [LiveBeat] = []
  /// The model that reads; nil while none does.
  public var modelName: String?
  /// The digest of its file.
  public var modelDigest = ""
  /// Whether it says something of each beat, so that labels of beats can teach it.
  public var isOfBeats = false
  /// What the reader's labels come to; nil without labels that a beat is known of.
  public var lesson: LiveLesson?
  /// The labels by which it is taught now; none for the model as it came.
  public var usedLabels: [LiveLesson.Label] = []
  /// Its classes.
  public var classes: [String] = []
  /// The longest time from a moment until it is said what it is, in seconds.
  public var delaySeconds = 0.0
  /// The model's last window or beat.
  public var window: LiveWindow?
  /// Calibrated probabilities of the classes, of that window; empty without a live channel.
  public var probabilities: [Double] = []
  /// The class that is shown; nil while the model is unsure.
  public var shown: String?
  /// The class that is on its way to be shown, and how many findings it needs.
  public var candidate: ClassHold.Candidate?
  /// Where the model looked, and when: weights of equal stretches of `window`'s span.
  public var attention: [Float] = []
  public var trend = LiveTrend()
  /// How far it has been read, in seconds.
  public var end = 0.0
  /// Why there is no class, or no rate either; nil where there are.
  public var problem: String?

  public init() {}

  /// Takes out what holds for the moment alone: nothing comes, and the heart may do anything
  /// meanwhile.
  mutating func forget() {
    (rate, interval, window, candidate) = (nil, nil, nil, nil)
    (probabilities, attention) = ([], [])
  }
}
