/// Whether a theme can be read: what is measured of its colours, at every depth.
///
/// Of the terminal's own colours nothing is known, so nothing is measured where they are used.
public struct ThemeAudit: Sendable {
  /// What a theme is held to.
  public struct Bounds: Sendable {
    /// Contrast of text with its ground; WCAG 2 wants 4.5, and 7 at its stricter level.
    public var textContrast = ColorDepth.textContrast
    /// Contrast of what is drawn over a lit ground; WCAG 2 wants 3 of what is not text.
    public var graphicsContrast = ColorDepth.graphicsContrast
    /// Contrast of grid and borders, which should be seen but not read.
    public var lineContrast = 1.15
    /// Distance in Oklab of class colours from one another and from warnings, and of warnings from
    /// text.
    public var difference = 0.08
    /// The eyes that class colours and warnings are told apart with.
    public var visions: [ColorVision] = [.usual]
    public init() {}
  }

  public let theme: Theme
  public let bounds: Bounds

  public init(_ theme: Theme, bounds: Bounds = Bounds()) {
    self.theme = theme
    self.bounds = bounds
  }

  /// All that is wrong, nothing where all is well.
  public var findings: [ThemeFinding] {
    textFindings + lineFindings + overlayFindings + depthFindings + markFindings + classFindings
      + heatFindings
  }

  // MARK: Contrast

  private var textFindings: [ThemeFinding] {
    Self.textRoles.compactMap { role in
      let style = theme[role]
      return faint(role, style.foreground, on: role, style.background, bounds.textContrast)
    }
  }

  private var lineFindings: [ThemeFinding] {
    Self.lineRoles.compactMap { role in
      let style = theme[role]
      guard let contrast = contrast(style.foreground, style.background) else { return nil }
      if contrast < bounds.lineContrast {
        return .faint(role, on: role, contrast: contrast, wanted: bounds.lineContrast)
      }
      let text = theme[.text]
      guard let most = self.contrast(text.foreground, text.background), contrast > most else {
        return nil
      }
      return .loud(role, contrast: contrast, text: most)
    }
  }

  /// What views write over the ground of another role.
  private var overlayFindings: [ThemeFinding] {
    let written: [(roles: [ThemeRole], ground: ThemeRole, wanted: Double)] = [
      (Self.traceRoles + [.textMuted, .traceClipped], .traceFocused, bounds.textContrast),
      ([.warning], .status, bounds.textContrast),
      (Self.overviewRoles, .overviewWindow, bounds.graphicsContrast),
      ([.warning], .selection, bounds.graphicsContrast),
    ]
    return written.flatMap { roles, ground, wanted in
      roles.compactMap { role in
        faint(role, theme[role].foreground, on: ground, theme[ground].background, wanted)
      }
    }
  }

  private func faint(
    _ role: ThemeRole, _ color: Color, on ground: ThemeRole, _ background: Color, _ wanted: Double
  ) -> ThemeFinding? {
    guard let found = contrast(color, background), found < wanted else { return nil }
    return .faint(role, on: ground, contrast: found, wanted: wanted)
  }

  private func contrast(_ color: Color, _ ground: Color) -> Double? {
    if color.isTerminalDefault || ground.isTerminalDefault { return nil }
    return Palette.contrast(color, ground)
  }

  // MARK: Fewer colours

  private var depthFindings: [ThemeFinding] {
    ColorDepth.allCases.filter { $0 > .mono }.flatMap { depth in
      Self.textRoles.compactMap { role in
        let style = depth.approximate(theme[role])
        guard let ink = style.foreground, let ground = style.background, depth < .trueColor,
          Palette.contrast(Palette.color(at: ink), Palette.color(at: ground))
            < bounds.graphicsContrast
        else { return nil }
        return .faintAtDepth(role, depth)
      }
    }
  }

  /// What must stand out from something else at every depth, by colour or by attribute.
  private var markFindings: [ThemeFinding] {
    let pairs: [(ThemeRole, ThemeRole)] = [
      (.selection, .text), (.menuSelected, .menu), (.overviewWindow, .overview),
      (.warning, .text), (.error, .text), (.title, .text), (.traceClipped, .trace),
      (.paneFocused, .paneTitle), (.modelUncertain, .model), (.average, .superimposed),
    ]
    return pairs.flatMap { role, other in
      ColorDepth.allCases.filter {
        $0.approximate(theme[role]) == $0.approximate(theme[other])
      }.map { ThemeFinding.unmarked(role, other, $0) }
    }
  }

  // MARK: Colours beside one another

  private var classFindings: [ThemeFinding] {
    let classes = ThemeRole.classes
    let pairs = classes.indices.flatMap { index in
      classes[(index + 1)...].map { (classes[index], $0) }
    }
    return bounds.visions.flatMap { vision in
      (pairs + [(.warning, .text), (.error, .text)]).compactMap { one, other in
        alike(one, other, vision)
      }
    } + alarmFindings
  }

  /// A class is no alarm: its colour must not be that of one.
  private var alarmFindings: [ThemeFinding] {
    ThemeRole.classes.flatMap { role in
      [ThemeRole.warning, .error].compactMap { alarm in
        let isKnown =
          !theme[role].foreground.isTerminalDefault
          && !theme[alarm].foreground.isTerminalDefault
        return isKnown ? alike(role, alarm, .usual) : nil
      }
    }
  }

  private func alike(
    _ one: ThemeRole, _ other: ThemeRole, _ vision: ColorVision
  ) -> ThemeFinding? {
    let colors = [theme[one].foreground, theme[other].foreground]
    if colors.contains(.terminal) {
      return theme[one] == theme[other] ? .alike(one, other, vision, distance: 0) : nil
    }
    let distance = Palette.distance(colors[0], colors[1], seenWith: vision)
    return distance < bounds.difference ? .alike(one, other, vision, distance: distance) : nil
  }

  /// Heat grows steadily brighter or darker, so that it is right without colours too.
  private var heatFindings: [ThemeFinding] {
    if theme.heat.contains(.terminal) { return [] }
    let lights = theme.heat.map(Palette.luminance(of:))
    let rises = lights[Theme.heatSteps - 1] > lights[0]
    var findings = (1..<Theme.heatSteps).filter {
      rises ? lights[$0] <= lights[$0 - 1] : lights[$0] >= lights[$0 - 1]
    }.map { ThemeFinding.unevenHeat(step: $0) }
    let ends = Palette.contrast(theme.heat[0], theme.heat[Theme.heatSteps - 1])
    if ends < bounds.textContrast { findings.append(.flatHeat(contrast: ends)) }
    return findings
  }

  // MARK: Roles

  private static let lineRoles: [ThemeRole] = [.grid, .border]
  private static let textRoles = ThemeRole.allCases.filter {
    $0 != .background && !lineRoles.contains($0)
  }
  private static let traceRoles = ThemeRole.allCases.filter {
    $0 == .trace || $0.fallback == .trace && $0 != .traceFocused
  }
  private static let overviewRoles: [ThemeRole] = [
    .overview, .rhythm, .annotation, .annotationSupraventricular, .annotationVentricular,
    .annotationPaced,
  ]
}
