extension Theme {
  /// The dark theme, for when no theme file is found. `Themes/dark.toml` says the same.
  public static let builtIn = Theme(
    name: "dark", rules: screenRules.merging(signalRules) { $1 }.merging(modelRules) { $1 },
    ramp: inferno)

  private static let screenRules: [ThemeRole: Rule] = [
    .background: Rule(on: .ground),
    .text: Rule(.soft),
    .textMuted: Rule(.muted),
    .title: Rule(.bright, .bold),
    .status: Rule(.soft, on: .raised),
    .key: Rule(.yellow, .bold),
    .grid: Rule(.faint),
    .axis: Rule(.muted),
    .border: Rule(.line),
    .overview: Rule(.steel),
    .overviewWindow: Rule(.bright, on: .lit),
    .selection: Rule(.bright, on: .lit, .bold),
    .warning: Rule(.amber, .bold),
    .error: Rule(.scarlet, .bold),
    .prompt: Rule(.bright, on: .raised),
  ]

  private static let signalRules: [ThemeRole: Rule] = [
    .trace: Rule(.lilac),
    .traceSurface: Rule(.leaf),
    .traceCoronarySinus: Rule(.cyan),
    .traceVentricle: Rule(.amber),
    .traceHis: Rule(.yellow),
    .traceAtrium: Rule(.sky),
    .traceAblation: Rule(.pink),
    .tracePressure: Rule(.clayRed),
    .traceFocused: Rule(on: .raised, .bold),
    .traceMissing: Rule(.dusk, .italic),
    .traceClipped: Rule(.scarlet, .bold),
    .annotation: Rule(.muted),
    .annotationNormal: Rule(.muted),
    .annotationSupraventricular: Rule(.ice, .bold),
    .annotationVentricular: Rule(.orange, .bold),
    .annotationFusion: Rule(.rose, .bold),
    .annotationPaced: Rule(.violet, .bold),
    .annotationTachycardia: Rule(.scarlet, .bold),
    .annotationUnclassified: Rule(.sand),
    .annotationNote: Rule(.sage, .italic),
    .rhythm: Rule(.mint),
    .noise: Rule(.clay),
  ]

  private static let modelRules: [ThemeRole: Rule] = [
    .pane: Rule(.soft),
    .paneTitle: Rule(.bright, .bold),
    .paneFocused: Rule(.yellow, [.bold, .underline]),
    .menu: Rule(.soft, on: .raised),
    .menuSelected: Rule(.bright, on: .lit, .bold),
    .model: Rule(.lilac),
    .modelUncertain: Rule(.dusk, .italic),
    .caliper: Rule(.yellow, .bold),
    .measure: Rule(.bright, .bold),
    .bookmark: Rule(.coral, .bold),
    .beatDetected: Rule(.cyan),
    .average: Rule(.bright, .bold),
    .superimposed: Rule(.dusk),
    .class1: Rule(.spring),
    .class2: Rule(.aqua),
    .class3: Rule(.honey),
    .class4: Rule(.yellow),
    .class5: Rule(.sky),
    .class6: Rule(.pink),
    .class7: Rule(.coral),
    .class8: Rule(.purple),
  ]
}

extension Color {
  fileprivate static let ground = Color(red: 0x10, green: 0x14, blue: 0x18)
  fileprivate static let raised = Color(red: 0x1C, green: 0x25, blue: 0x2D)
  fileprivate static let lit = Color(red: 0x27, green: 0x50, blue: 0x6B)
  fileprivate static let line = Color(red: 0x3C, green: 0x49, blue: 0x54)
  fileprivate static let faint = Color(red: 0x2B, green: 0x37, blue: 0x42)
  fileprivate static let soft = Color(red: 0xC9, green: 0xD3, blue: 0xDA)
  fileprivate static let bright = Color(red: 0xF2, green: 0xF6, blue: 0xF8)
  fileprivate static let muted = Color(red: 0x90, green: 0x9E, blue: 0xAA)
  fileprivate static let dusk = Color(red: 0x85, green: 0x94, blue: 0x9F)
  fileprivate static let leaf = Color(red: 0xB8, green: 0xE4, blue: 0xBB)
  fileprivate static let cyan = Color(red: 0x5C, green: 0xCB, blue: 0xD8)
  fileprivate static let amber = Color(red: 0xF2, green: 0xB1, blue: 0x55)
  fileprivate static let yellow = Color(red: 0xF3, green: 0xE3, blue: 0x7C)
  fileprivate static let sky = Color(red: 0x86, green: 0xB9, blue: 0xFF)
  fileprivate static let pink = Color(red: 0xF5, green: 0x82, blue: 0xC4)
  fileprivate static let clayRed = Color(red: 0xD9, green: 0xA8, blue: 0x8C)
  fileprivate static let lilac = Color(red: 0xC0, green: 0xB8, blue: 0xE8)
  fileprivate static let orange = Color(red: 0xFF, green: 0x9C, blue: 0x5F)
  fileprivate static let rose = Color(red: 0xE8, green: 0xA6, blue: 0xDA)
  fileprivate static let violet = Color(red: 0xA9, green: 0x9B, blue: 0xFF)
  fileprivate static let scarlet = Color(red: 0xFF, green: 0x66, blue: 0x66)
  fileprivate static let ice = Color(red: 0x78, green: 0xC8, blue: 0xFF)
  fileprivate static let sand = Color(red: 0xD9, green: 0xCF, blue: 0x92)
  fileprivate static let sage = Color(red: 0xB5, green: 0xCF, blue: 0xA0)
  fileprivate static let mint = Color(red: 0x8F, green: 0xD9, blue: 0xBF)
  fileprivate static let clay = Color(red: 0xB3, green: 0x98, blue: 0x77)
  fileprivate static let steel = Color(red: 0x86, green: 0xA4, blue: 0xB8)
  fileprivate static let spring = Color(red: 0x8F, green: 0xD9, blue: 0x8F)
  fileprivate static let aqua = Color(red: 0x00, green: 0xDC, blue: 0xE6)
  fileprivate static let honey = Color(red: 0xAF, green: 0x87, blue: 0x00)
  fileprivate static let coral = Color(red: 0xD7, green: 0x87, blue: 0x5F)
  fileprivate static let purple = Color(red: 0xB9, green: 0x8B, blue: 0xFF)
}
