import Annotations

extension WFDBAnnotationDefinition {
  /// What a code means unless a file says otherwise; nil for codes without a meaning.
  public static func standard(_ code: WFDBAnnotationCode) -> WFDBAnnotationDefinition? {
    let index = Int(code.rawValue)
    guard index < standardSymbols.count, let symbol = standardSymbols[index] else { return nil }
    return WFDBAnnotationDefinition(
      code: code, symbol: symbol, description: Label(symbol: symbol).meaning.title)
  }

  /// The code of a standard mnemonic.
  public static func standardCode(symbol: String) -> WFDBAnnotationCode? {
    standardSymbols.firstIndex { $0 == symbol }.map { WFDBAnnotationCode(rawValue: UInt8($0)) }
  }

  /// Codes that mark a beat.
  public static func isBeat(_ code: WFDBAnnotationCode) -> Bool {
    beatCodes.contains(code)
  }

  /// Codes 42...49 are for the user to define.
  public static let userCodes: ClosedRange<UInt8> = 42...49

  /// The symbols that WFDB has codes for, indexed by code; from `ecgcodes.h` of the WFDB library.
  /// What they mean is in the vocabulary.
  private static let standardSymbols: [String?] = [
    nil, "N", "L", "R", "a", "V", "F", "J", "A", "S", "E", "j", "/", "Q", "~", nil, "|", nil, "s",
    "T", "*", "D", "\"", "=", "p", "B", "^", "t", "+", "u", "?", "!", "[", "]", "e", "n", "@", "x",
    "f", "(", ")", "r",
  ]

  private static let beatCodes = Set(
    standardSymbols.enumerated().compactMap { code, symbol -> WFDBAnnotationCode? in
      guard let symbol, Label(symbol: symbol).meaning.isBeat else { return nil }
      return WFDBAnnotationCode(rawValue: UInt8(code))
    })
}

extension AnnotationSet {
  /// Whether an annotation marks a beat: by its standard type, or by the symbol of a type of the
  /// file's own.
  public func isBeat(_ annotation: WFDBAnnotation) -> Bool {
    if let own = definitions.last(where: { $0.code == annotation.code }) {
      return Label(symbol: own.symbol).meaning.isBeat
    }
    return WFDBAnnotationDefinition.isBeat(annotation.code)
  }
}
