/// Colours and attributes by what they are for, so that views name a role and never a colour.
public struct Theme: Sendable, Equatable {
  /// What a theme says of one role; what it leaves open comes from the role's fallback.
  public struct Rule: Sendable, Hashable {
    public var foreground: Color?
    public var background: Color?
    public var attributes: Style.Attributes

    public init(
      _ foreground: Color? = nil, on background: Color? = nil,
      _ attributes: Style.Attributes = []
    ) {
      self.foreground = foreground
      self.background = background
      self.attributes = attributes
    }
  }

  public let name: String
  /// What the theme says, role by role, with what it inherited.
  public let rules: [ThemeRole: Rule]
  /// The colours that heat goes through as the theme has them, or nil for those that suit its
  /// ground.
  public let ramp: [Color]?
  /// The colours of heat in `heatSteps` steps, from none to most.
  public let heat: [Color]
  private let styles: [ThemeRole: Style]

  public init(name: String, rules: [ThemeRole: Rule], ramp: [Color]? = nil) {
    self.name = name
    self.rules = rules
    self.ramp = ramp
    let ground = rules[.background]?.background ?? .terminal
    let given = ramp.flatMap { $0.isEmpty ? nil : $0 }
    heat = Self.steps(of: given ?? Self.standardRamp(on: ground))
    var styles: [ThemeRole: Style] = [:]
    for role in ThemeRole.allCases { styles[role] = Self.resolve(role, rules) }
    self.styles = styles
  }

  /// The whole style of a role.
  public subscript(role: ThemeRole) -> Style { styles[role] ?? .plain }

  /// A style with only what the theme says of `role` laid over it: a focus or a selection that
  /// keeps the colours it does not name.
  public func applying(_ role: ThemeRole, to style: Style) -> Style {
    guard let rule = rules[role] else { return style }
    return Style(
      foreground: rule.foreground ?? style.foreground,
      background: rule.background ?? style.background,
      attributes: style.attributes.union(rule.attributes))
  }

  private static func resolve(_ role: ThemeRole, _ rules: [ThemeRole: Rule]) -> Style {
    var chain: [Rule] = []
    var next: ThemeRole? = role
    while let role = next {
      if let rule = rules[role] { chain.append(rule) }
      next = role.fallback
    }
    let ground = rules[.background]?.background ?? .terminal
    return Style(
      foreground: chain.lazy.compactMap(\.foreground).first ?? .terminal,
      background: chain.lazy.compactMap(\.background).first ?? ground,
      attributes: chain.first?.attributes ?? [])
  }
}
