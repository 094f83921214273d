/// The constants of sorting, chosen on DS1 of MIT-BIH and the first half of our half of svdb.
///
/// Lengths are in parts of the usual complex: two beats are 1 apart where their complexes differ by
/// as much as the usual complex differs from nothing.
public struct FamilySettings: Sendable, Equatable {
  // MARK: Form
  /// The weight of the stretch before the complex, where P waves are.
  public var earlyFormWeight: Float = 1
  /// The weight of the stretch behind the complex.
  public var lateFormWeight: Float = 0.75
  /// How much of a beat's own height is kept: 0 none, 1 all.
  public var heightPower: Float = 0.6
  /// Leads lower than this part of the highest one are not made as high as it: they are noise.
  public var leastLead: Float = 0.15

  // MARK: Timing
  public var prematurityWeight: Float = 2
  public var pauseWeight: Float = 0.65
  public var farWeight: Float = 0.6
  public var changeWeight: Float = 0.27
  public var balanceWeight: Float = 0.5
  /// Of the interval itself, whatever is usual: none where forms are sorted.
  public var intervalWeight: Float = 0
  /// Ratios beyond the exponential of this are compressed.
  public var squash: Float = 1
  public var earlyWeight: Float = 0.6
  /// Early is what comes sooner than the exponential of minus this, as a part of the usual
  /// interval.
  public var earlyCentre: Float = 0.2
  public var earlyWidth: Float = 0.15

  // MARK: Families
  /// Cells that beats are first sorted into.
  public var cells = 200
  /// Families join while this costs less, times the cost at `most` families to the power of
  /// `noisePower`: what a noisy record has too many of.
  public var cost: Float = 8.4
  public var noisePower: Float = 0.6
  /// The beats of half an hour, for which `cost` holds: it grows with the root of a record's
  /// length.
  public var usualCount = 2300
  /// Families at least and at most.
  public var least = 1
  public var most = 25
  /// From this many beats on slow changes of form are taken out.
  public var driftCount = 6000
  /// Beats over which forms are averaged to follow them.
  public var driftReach = 512

  public init() {}

  /// For beats that are sorted by how they activate the sites of electrograms: deflections before
  /// and behind the complex say as much as those within it, and of timing the interval itself, not
  /// what is early.
  static let activation: FamilySettings = {
    var settings = FamilySettings()
    (settings.earlyFormWeight, settings.lateFormWeight) = (1.5, 1.5)
    (settings.prematurityWeight, settings.pauseWeight, settings.farWeight) = (0.3, 0.1, 0.3)
    (settings.changeWeight, settings.balanceWeight, settings.earlyWeight) = (0, 0, 0)
    settings.intervalWeight = 0.7
    return settings
  }()
}
