/// A channel's name as that of an electrogram: a catheter, and electrodes on it.
struct ElectrodeName {
  /// Runs of letters and digits, in capitals.
  private let words: [String]

  init(_ words: [String]) { self.words = words }

  /// What it names; `.assumed` where the same letters often name something else, an EEG, an arm's
  /// electrode, so that only other channels can tell.
  var identity: ChannelIdentity? { spline ?? catheter }

  /// Whether it names two neighbours on a spline.
  var isSpline: Bool { spline != nil }

  // MARK: Catheters

  /// Catheters by the letters that their names begin with, longer ones first.
  private static let catheters: [(letters: String, name: String, kind: ChannelKind)] = [
    ("LASSO", "LASSO", .ablation), ("PENTA", "PENTA", .ablation), ("OCTA", "OCTA", .ablation),
    ("HALO", "HALO", .atrium), ("ATRIUM", "RA", .atrium), ("RVOT", "RVOT", .ventricle),
    ("HBE", "HIS", .his), ("HIS", "HIS", .his), ("HRA", "HRA", .atrium), ("RVA", "RVA", .ventricle),
    ("ABLATION", "ABL", .ablation), ("ABL", "ABL", .ablation), ("MAP", "ABL", .ablation),
    ("ROVE", "ABL", .ablation), ("ROV", "ABL", .ablation),
    ("RAA", "RAA", .atrium), ("LAA", "LAA", .atrium), ("CS", "CS", .coronarySinus),
    ("HB", "HIS", .his), ("RA", "RA", .atrium), ("LA", "LA", .atrium), ("TA", "TA", .atrium),
    ("PV", "PV", .atrium), ("RV", "RV", .ventricle), ("LV", "LV", .ventricle),
  ]

  /// Words behind a catheter's name that say where on it, or nothing.
  private static let ends: [String: ChannelIdentity.Electrodes.Place] = [
    "D": .distal, "DIST": .distal, "DISTAL": .distal, "M": .middle, "MID": .middle,
    "MIDDLE": .middle, "P": .proximal, "PROX": .proximal, "PROXIMAL": .proximal,
  ]
  /// Places in a ventricle that catheters are called after.
  private static let ventricularPlaces: Set<String> = [
    "APEX", "SEPT", "SEPTUM", "TIP", "OT", "BASE", "INFLOW", "OUTFLOW", "LAT", "S", "FW",
  ]

  private var catheter: ChannelIdentity? {
    guard let first = words.first,
      let found = Self.catheters.first(where: { first.hasPrefix($0.letters) })
    else { return nil }
    var rest = words
    rest[0] = String(first.dropFirst(found.letters.count))
    // `LAP`, `RVP`: a pressure as often as the end of a catheter.
    if rest[0] == "P", found.letters.count == 2, !["CS", "HB"].contains(found.letters) {
      return nil
    }
    // `CS1-CS2` names the catheter twice.
    if rest.count == 2, rest[1].hasPrefix(found.letters) {
      rest[1] = String(rest[1].dropFirst(found.letters.count))
    }
    rest.removeAll(where: \.isEmpty)
    let unipolar = rest.firstIndex { $0.hasPrefix("UNI") }
    if let unipolar { rest.remove(at: unipolar) }
    if found.kind == .ventricle, rest.count == 1, Self.ventricularPlaces.contains(rest[0]) {
      return ChannelIdentity(
        kind: .ventricle, electrodes: .init(catheter: found.letters + rest[0], place: .unsaid))
    }
    guard let place = Self.place(rest) else { return nil }
    let isBare = place == .unsaid && unipolar == nil
    // Without electrodes it is the mean arterial pressure as often.
    if found.letters == "MAP", isBare { return nil }
    let isDoubtful =
      found.letters == "TA" || isBare && ["RA", "LA", "HB", "PV"].contains(found.letters)
    return ChannelIdentity(
      kind: found.kind,
      electrodes: .init(catheter: found.name, place: place, isUnipolar: unipolar != nil),
      certainty: isDoubtful ? .assumed : .named)
  }

  private static func place(_ rest: [String]) -> ChannelIdentity.Electrodes.Place? {
    if rest.isEmpty { return .unsaid }
    if rest.count == 1, let end = ends[rest[0]] { return end }
    // The tip counts as the first electrode.
    if rest == ["D", "2"] { return .pair(1, 2) }
    // `d 1-2` is the pair.
    let numbers = rest.filter { ends[$0] == nil }
    if numbers.count == 1 { return pair(numbers[0]) }
    guard numbers.count == 2, let first = Int(numbers[0]), let second = Int(numbers[1]) else {
      return nil
    }
    return .pair(first, second)
  }

  /// A pair without a mark between its numbers: `12`, `90` for 9 and 10, `910`, `1112`. A single
  /// digit is one electrode.
  private static func pair(_ digits: String) -> ChannelIdentity.Electrodes.Place? {
    guard digits.allSatisfy({ $0.isASCII && $0.isNumber }), let value = Int(digits),
      digits.count <= 4
    else { return nil }
    switch digits.count {
    case 1: return .single(value)
    // There is no electrode 0.
    case 2 where value % 10 == 0 && value != 90: return .single(value)
    case 2: return digits == "90" ? .pair(9, 10) : .pair(value / 10, value % 10)
    case 3: return .pair(value / 100, value % 100)
    default: return .pair(value / 100, value % 100)
    }
  }

  // MARK: Splines

  /// Two neighbours on the spline of a mapping catheter, `A1-A2`, `C4-C3`, or on CARTO's, `M1-M2`,
  /// `20A_1-2`.
  private var spline: ChannelIdentity? {
    if words.count == 2, let first = Self.electrode(words[0]),
      let second = Self.electrode(words[1]),
      first.spline == second.spline, first.number != second.number
    {
      return Self.mapping(first.spline, first.number, second.number, .assumed)
    }
    guard words.count == 3, words[0].first?.isNumber == true, words[0].last?.isLetter == true,
      let first = Int(words[1]), let second = Int(words[2])
    else { return nil }
    return Self.mapping(words[0], first, second, .named)
  }

  private static func mapping(
    _ name: String, _ first: Int, _ second: Int, _ certainty: ChannelIdentity.Certainty
  ) -> ChannelIdentity {
    let catheter = name == "M" ? "ABL" : name
    return ChannelIdentity(
      kind: .ablation, electrodes: .init(catheter: catheter, place: .pair(first, second)),
      certainty: certainty)
  }

  /// A to H, and M: a V and a number is a chest lead.
  private static func electrode(_ word: String) -> (spline: String, number: Int)? {
    guard let letter = word.first, "ABCDEFGHM".contains(letter), let number = Int(word.dropFirst()),
      (1...64).contains(number)
    else { return nil }
    return (String(letter), number)
  }
}
