public import ArrhythmiaModel

/// One way to train in the trial of the loss, by a name such as `la`, `views` or `agcacl@0.3:others`.
///
/// The first three are steps that no contrast is part of; the others add a contrast to the third,
/// scaled so that it moves the features as many times as strongly as the cross entropy as the number
/// behind `@` says.
public struct LossArm: Sendable, Equatable, CustomStringConvertible {
  /// What is compared.
  public enum Step: String, Sendable, CaseIterable {
    /// Logit adjustment with a linear head.
    case la
    /// The same with a head that compares directions.
    case cosine
    /// The same with two views of each window in a batch.
    case views
    /// The same with the balanced contrast.
    case bcl
    /// The same with the probabilistic contrast.
    case proco
    /// The same with AGCACL.
    case agcacl

    var hasContrast: Bool { self == .bcl || self == .proco || self == .agcacl }
  }

  public let step: Step
  /// See `LossConfiguration.contrastRatio`; 0 without a contrast.
  public let ratio: Double
  public let positives: LossConfiguration.Positives
  public let description: String

  /// What a cosine is multiplied by.
  static let cosineScale: Float = 30

  /// Nil of a name that is none.
  public init?(_ name: String) {
    let parts = name.split(separator: "@", omittingEmptySubsequences: false).map(String.init)
    guard let step = Step(rawValue: parts[0]), parts.count == (step.hasContrast ? 2 : 1) else {
      return nil
    }
    (self.step, description) = (step, name)
    guard step.hasContrast else {
      (ratio, positives) = (0, .all)
      return
    }
    let terms = parts[1].split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard let ratio = Double(terms[0]), (0.01...100).contains(ratio), terms.count <= 2,
      let positives = LossConfiguration.Positives(rawValue: terms.count > 1 ? terms[1] : "all"),
      step != .proco || positives == .all
    else { return nil }
    (self.ratio, self.positives) = (ratio, positives)
  }

  /// A training's settings in this arm: as many steps, of as many rows, in all of them.
  public func applied(to settings: TrainingSettings) -> TrainingSettings {
    var settings = settings
    settings.calibrationParts = 0
    (settings.views, settings.contrastRatio, settings.positives) = (1, nil, .all)
    settings.objective =
      switch step {
      case .la, .cosine, .views: .la
      case .bcl: .balancedContrast
      case .proco: .probabilistic
      case .agcacl: .agcacl
      }
    settings.cosineScale = step == .la ? nil : Self.cosineScale
    guard step != .la, step != .cosine else { return settings }
    settings.views = 2
    settings.epochWindows = settings.epochWindows.map { $0 / 2 }
    settings.contrastRatio = step.hasContrast ? ratio : nil
    settings.positives = positives
    return settings
  }
}
