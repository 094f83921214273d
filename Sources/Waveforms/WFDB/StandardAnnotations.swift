extension AnnotationDefinition {
  /// What a code means unless a file says otherwise; nil for codes without a meaning.
  public static func standard(_ code: AnnotationCode) -> AnnotationDefinition? {
    let index = Int(code.rawValue)
    guard index < standardTable.count, let (symbol, description) = standardTable[index] else {
      return nil
    }
    return AnnotationDefinition(code: code, symbol: symbol, description: description)
  }

  /// The code of a standard mnemonic.
  public static func standardCode(symbol: String) -> AnnotationCode? {
    standardTable.firstIndex { $0?.0 == symbol }.map { AnnotationCode(rawValue: UInt8($0)) }
  }

  /// Codes that mark a beat, as `isqrs` of the WFDB library has them.
  public static func isBeat(_ code: AnnotationCode) -> Bool {
    switch code.rawValue {
    case 1...13, 25, 30, 34, 35, 38, 41: true
    default: false
    }
  }

  /// Codes 42...49 are for the user to define.
  public static let userCodes: ClosedRange<UInt8> = 42...49

  /// Indexed by code; from `ecgcodes.h` of the WFDB library.
  private static let standardTable: [(String, String)?] = [
    nil, ("N", "Normal beat"), ("L", "Left bundle branch block beat"),
    ("R", "Right bundle branch block beat"), ("a", "Aberrated atrial premature beat"),
    ("V", "Premature ventricular contraction"), ("F", "Fusion of ventricular and normal beat"),
    ("J", "Nodal (junctional) premature beat"), ("A", "Atrial premature beat"),
    ("S", "Premature or ectopic supraventricular beat"), ("E", "Ventricular escape beat"),
    ("j", "Nodal (junctional) escape beat"), ("/", "Paced beat"), ("Q", "Unclassifiable beat"),
    ("~", "Signal quality change"), nil, ("|", "Isolated QRS-like artifact"), nil,
    ("s", "ST change"), ("T", "T-wave change"), ("*", "Systole"), ("D", "Diastole"),
    ("\"", "Comment annotation"), ("=", "Measurement annotation"), ("p", "P-wave peak"),
    ("B", "Left or right bundle branch block"), ("^", "Non-conducted pacer spike"),
    ("t", "T-wave peak"), ("+", "Rhythm change"), ("u", "U-wave peak"), ("?", "Learning"),
    ("!", "Ventricular flutter wave"), ("[", "Start of ventricular flutter/fibrillation"),
    ("]", "End of ventricular flutter/fibrillation"), ("e", "Atrial escape beat"),
    ("n", "Supraventricular escape beat"), ("@", "Link to external data"),
    ("x", "Non-conducted P-wave (blocked APB)"), ("f", "Fusion of paced and normal beat"),
    ("(", "Waveform onset"), (")", "Waveform end"),
    ("r", "R-on-T premature ventricular contraction"),
  ]
}

extension AnnotationSet {
  /// Whether an annotation marks a beat: a standard beat type, or a type of the file's own with
  /// one of the Leipzig database's symbols for beats.
  public func isBeat(_ annotation: Annotation) -> Bool {
    if let own = definitions.last(where: { $0.code == annotation.code }) {
      return ["X", "b"].contains(own.symbol)
        || AnnotationDefinition.standardCode(symbol: own.symbol)
          .map(AnnotationDefinition.isBeat) ?? false
    }
    return AnnotationDefinition.isBeat(annotation.code)
  }
}
