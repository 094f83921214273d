/// The channel layouts of the Leipzig database. Each begins with the twelve leads; intracardiac
/// channels differ in number and order, so address them by name only.
public enum ChannelLayout: String, Sendable, CaseIterable {
  /// Ablation catheter, right ventricle and coronary sinus; most records.
  case complete
  /// Ablation catheter and right ventricle; most adults.
  case withoutCoronarySinus
  /// Right ventricle and coronary sinus; four children.
  case withoutAblation
  /// Everything, with a unipolar channel of the ablation catheter; x0023.
  case withUnipolarAblation
  /// Everything, with a channel `ART` that is probably an arterial pressure; x0028.
  case withArterialLine
  /// Everything, with the right ventricle last; x100.
  case rightVentricleLast

  /// The twelve leads, in the order of every record.
  public static let leads = SurfaceLead.standard
  /// The coronary sinus from distal to proximal; 90 means electrodes 9 and 10.
  private static let coronarySinus = ["CS12", "CS34", "CS56", "CS78", "CS90"]

  /// The channels after the leads.
  public var furtherChannels: [String] {
    switch self {
    case .complete: ["ABL12", "RVA12"] + Self.coronarySinus
    case .withoutCoronarySinus: ["ABL12", "RVA12"]
    case .withoutAblation: ["RVA12"] + Self.coronarySinus
    case .withUnipolarAblation: ["ABL12", "ABL_uni", "RVA12"] + Self.coronarySinus
    case .withArterialLine: ["ART", "ABL12", "RVA12"] + Self.coronarySinus
    case .rightVentricleLast: ["ABL12"] + Self.coronarySinus + ["RVA12"]
    }
  }

  /// All channels in order.
  public var channelNames: [String] { Self.leads + furtherChannels }

  /// The layout with exactly these channels in this order; nil where there is none.
  public init?(channelNames: [String]) {
    guard let layout = Self.allCases.first(where: { $0.channelNames == channelNames }) else {
      return nil
    }
    self = layout
  }
}
