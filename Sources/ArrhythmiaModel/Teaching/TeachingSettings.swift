/// How labels of a few beats change what is said of the others in their record.
///
/// Chosen on the 39 records of our half of svdb, which trained no network of the program's; no
/// record of MIT-BIH's DS2 was looked at for it.
public struct TeachingSettings: Sendable, Equatable {
  // MARK: Likeness
  /// Two beats are alike by the mean of `exp(-d² / 2 length²)`: d is how far they are apart in form
  /// and timing, and in what the model made of them.
  public var lengths = [0.35, 1.0]
  /// Half of all pairs of a record's beats are less than this apart: squares of distances in form
  /// and timing are divided by what makes it so, within `scales`.
  public var usualDistance = 0.35
  public var scales = 0.16...6.25

  // MARK: What the model said
  /// The model's logits are divided by this before labels are added: it is surer than it may be.
  public var temperature = 1.5
  /// No class is held for less probable than this.
  public var leastProbability = 1e-4
  /// How much of what the model says is kept, in log-probabilities.
  public var opinionKept = 0.7
  /// Beats that the model is surest of, with most of their like, count as if they were labelled: so
  /// that a first label of another kind does not reach as far as them.
  public var anchors = 8
  /// A beat is an anchor only with more than this probability.
  public var anchorProbability = 0.8
  /// How much an anchor counts beside a label.
  public var anchorWeight = 0.5

  // MARK: Labels
  /// The variance of the scores that labels may bring about, with many of them; with few, less.
  public var variance = 25.0
  /// Labels from which on there are many.
  public var manyLabels = 12.0
  /// How far a label, and an anchor, may be wrong, where questions are chosen.
  public var labelNoise = 0.025
  public var anchorNoise = 0.3

  // MARK: Questions
  /// Doubt that every beat has which no label is near to, however sure the model is.
  public var leastDoubt = 0.02
  /// Doubt of a beat whose class labels have changed: the next question checks it.
  public var changeDoubt = 1.0
  /// Beats that questions are chosen among, spread over the record.
  public var mostCandidates = 600
  /// Questions after which the reader is shown what came of them.
  public var questions = 12

  // MARK: Support and answers
  /// Labels of a class that teach; what there is beyond them judges.
  public var mostEach = 20
  /// Beats of which labels say less than this leaves over keep what the model has said: see
  /// `TaughtBeats.ignorance`.
  public var mostIgnorance = 0.5
  /// The least probability of a taught answer that is sure.
  public var sureProbability = 0.95
  /// The same where the model was sure of that class by itself.
  public var agreedProbability = 0.9
  /// Labels below which nothing is accepted by itself: nobody could say whether it is better.
  public var leastJudged = 2
  /// Labels from which on more of them have to be right than before; with fewer it is enough that
  /// the model was wrong about one, and is not about more.
  public var fullyJudged = 5

  /// The constants as they were chosen.
  public init() {}

  /// In one line, for a version: equal lines and labels mean equal answers. So it has all that
  /// answers follow from, and nothing that only questions and the verdict do.
  public var summary: String {
    "Gaussian process, lengths \(lengths), usual distance \(usualDistance) in \(scales) of "
      + "\(mostCandidates), temperature \(temperature), at least \(leastProbability), kept "
      + "\(opinionKept), anchors \(anchors) from \(anchorProbability), weight \(anchorWeight), "
      + "noise \(anchorNoise), variance \(variance) from \(manyLabels) labels, noise "
      + "\(labelNoise), \(mostEach) a class, ignorance \(mostIgnorance), sure from "
      + "\(sureProbability), agreed from \(agreedProbability)"
  }
}
