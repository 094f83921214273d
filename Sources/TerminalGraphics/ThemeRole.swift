/// What a colour is for. The raw value is the key in a theme file.
///
/// A role that a theme leaves out takes its look from the part before the dot, then from `text`.
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

  /// The role that this one takes its look from where a theme does not name it.
  public var fallback: ThemeRole? {
    if self == .text || self == .background { return nil }
    let group = rawValue.split(separator: ".").dropLast().joined(separator: ".")
    return ThemeRole(rawValue: group) ?? .text
  }
}
