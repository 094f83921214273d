/// How a verdict is kept: the classes' numbers, then each reason by a number of its own with its
/// figures and its name.
extension ByteWriter {
  mutating func add(_ verdict: Verdict) {
    add(verdict.set.count)
    for index in verdict.set { add(index) }
    add(verdict.reasons.count)
    for reason in verdict.reasons {
      let parts = reason.parts
      bytes.append(parts.code)
      add(parts.figures)
      add(parts.name)
    }
  }
}

extension ByteReader {
  mutating func verdict(_ classes: Int) throws(DamagedTable) -> Verdict {
    var set: [Int] = []
    for _ in 0..<(try count()) {
      let index = try integer()
      guard (0..<classes).contains(index) else { throw DamagedTable() }
      set.append(index)
    }
    var reasons: [UncertaintyReason] = []
    for _ in 0..<(try count()) {
      let code = try byte()
      let figures = try doubles(2)
      guard let reason = UncertaintyReason(code, figures, try text()) else { throw DamagedTable() }
      reasons.append(reason)
    }
    return Verdict(set: set, reasons: reasons)
  }
}

extension UncertaintyReason {
  /// What it is made of: a number, two figures, and a name.
  fileprivate var parts: (code: UInt8, figures: [Double], name: String) {
    switch self {
    case .noSignal: (0, [0, 0], "")
    case .unproven: (1, [0, 0], "")
    case .foreign(let what): (2, [0, 0], what)
    case .padded(let seconds): (3, [seconds, 0], "")
    case .paced: (4, [0, 0], "")
    case .unfamiliar(let energy, let highest): (5, [energy, highest], "")
    case .distant(let similarity, let least): (6, [similarity, least], "")
    case .improbable(let probability, let least): (7, [probability, least], "")
    case .rival(let name, let probability, let least): (8, [probability, least], name)
    case .rare(let name): (9, [0, 0], name)
    case .divided(let least): (10, [least, 0], "")
    case .contradicted(let name): (11, [0, 0], name)
    case .early(let name): (12, [0, 0], name)
    }
  }

  /// Joins them again; nil for a number that none has.
  fileprivate init?(_ code: UInt8, _ figures: [Double], _ name: String) {
    let (first, second) = (figures[0], figures[1])
    switch code {
    case 0: self = .noSignal
    case 1: self = .unproven
    case 2: self = .foreign(name)
    case 3: self = .padded(seconds: first)
    case 4: self = .paced
    case 5: self = .unfamiliar(energy: first, highest: second)
    case 6: self = .distant(similarity: first, least: second)
    case 7: self = .improbable(probability: first, least: second)
    case 8: self = .rival(name: name, probability: first, least: second)
    case 9: self = .rare(name: name)
    case 10: self = .divided(least: first)
    case 11: self = .contradicted(by: name)
    case 12: self = .early(name: name)
    default: return nil
    }
  }
}
