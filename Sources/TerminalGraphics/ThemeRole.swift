/// What a colour is for. The raw value is the key in a theme file.
///
/// A role that a theme leaves out takes its look from its `fallback`: mostly the part before the
/// dot, in the end `text`.
public enum ThemeRole: String, Sendable, CaseIterable {
  case background
  case text
  case textMuted = "text.muted"
  case title
  case status
  case key
  case grid
  case axis
  case border
  case trace
  case traceSurface = "trace.surface"
  case traceCoronarySinus = "trace.coronary-sinus"
  case traceVentricle = "trace.ventricle"
  case traceHis = "trace.his"
  case traceAtrium = "trace.atrium"
  case traceAblation = "trace.ablation"
  case tracePressure = "trace.pressure"
  case traceOther = "trace.other"
  case traceFocused = "trace.focused"
  case traceMissing = "trace.missing"
  case traceClipped = "trace.clipped"
  case annotation
  case annotationNormal = "annotation.normal"
  case annotationSupraventricular = "annotation.supraventricular"
  case annotationVentricular = "annotation.ventricular"
  case annotationFusion = "annotation.fusion"
  case annotationPaced = "annotation.paced"
  case annotationTachycardia = "annotation.tachycardia"
  case annotationUnclassified = "annotation.unclassified"
  case annotationNote = "annotation.note"
  case rhythm
  case noise
  case overview
  case overviewWindow = "overview.window"
  case selection
  case warning
  case error
  case prompt
  /// A pane beside the traces; `paneFocused` is the title of the one that takes the keys.
  case pane
  case paneTitle = "pane.title"
  case paneFocused = "pane.focused"
  case menu
  case menuSelected = "menu.selected"
  /// What the model says, and what it says without being sure.
  case model
  case modelUncertain = "model.uncertain"
  case caliper
  case measure
  case bookmark
  case beatDetected = "beat.detected"
  /// In the trigger view: the averaged beat, and the single ones behind it.
  case average
  case superimposed
  /// The model's classes, in its order.
  case class1 = "class.1"
  case class2 = "class.2"
  case class3 = "class.3"
  case class4 = "class.4"
  case class5 = "class.5"
  case class6 = "class.6"
  case class7 = "class.7"
  case class8 = "class.8"

  /// The roles of the model's classes, in its order.
  public static let classes: [ThemeRole] = [
    .class1, .class2, .class3, .class4, .class5, .class6, .class7, .class8,
  ]

  /// The role that this one takes its look from where a theme does not name it.
  public var fallback: ThemeRole? {
    switch self {
    case .text, .background: nil
    case .paneTitle, .measure: .title
    case .paneFocused, .caliper: .key
    case .menu: .prompt
    case .menuSelected: .selection
    case .model, .beatDetected: .annotation
    case .bookmark: .annotationNote
    case .average: .trace
    case .superimposed: .textMuted
    case .class1: .traceSurface
    case .class2: .traceCoronarySinus
    case .class3: .traceVentricle
    case .class4: .traceHis
    case .class5: .traceAtrium
    case .class6: .traceAblation
    case .class7: .tracePressure
    case .class8: .trace
    default: group ?? .text
    }
  }

  /// The role named by the part before the dot.
  private var group: ThemeRole? {
    ThemeRole(rawValue: rawValue.split(separator: ".").dropLast().joined(separator: "."))
  }
}
