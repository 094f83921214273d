import Annotations
import Testing

@Suite("Vocabulary") struct VocabularyTests {
  @Test(arguments: [
    ("N", "", BeatGroup.sinus), ("N", "N-Prex", .preexcited), ("N", "n-prex", .sinus),
    ("R", "", .bundleBranchBlock), ("b", "BI", .avBlock), ("B", "", .bundleBranchBlock),
    ("A", "", .supraventricularEctopy), ("V", "", .ventricularEctopy),
    ("E", "", .ventricularEctopy),
    ("F", "", .fusion), ("/", "/A\0", .pacedAtrial), ("/", "/V", .pacedVentricular),
    ("/", "", .paced), ("X", "AVRT", .supraventricularTachycardia),
    ("X", "avnrt", .supraventricularTachycardia), ("X", "AVNRT+BII", .supraventricularTachycardia),
    ("X", "AFL", .atrialTachycardia), ("X", "VT", .ventricularTachycardia),
    ("X", "IVR", .idioventricular), ("X", "vt", .unclassifiable), ("Q", "", .unclassifiable),
    ("~", "", .nonBeat), ("+", "(N", .nonBeat), ("x", "", .nonBeat), ("\"", "N", .nonBeat),
    ("[17]", "", .nonBeat),
  ])
  func `Labels fall into groups`(symbol: String, text: String, group: BeatGroup) {
    let meaning = Label(symbol: symbol, text: text).meaning
    #expect(meaning.group == group)
    #expect(meaning.isBeat == group.isBeat)
  }

  /// ANSI/AAMI EC57, table of beat labels; `X` by the chamber that it comes from.
  private static let standard: [(BeatClass, [Label])] = [
    (.normal, labels("N L R B e j n . b") + [Label(symbol: "N", text: "N-Prex")]),
    (
      .supraventricular,
      labels("A a J S") + [Label(symbol: "A", text: "A-Prex")]
        + tachycardias("AVRT avrt AVNRT avnrt AVNRT+BII AFIB AFL EAT")
    ),
    (.ventricular, labels("V E r") + tachycardias("VT IVR")), (.fusion, labels("F")),
    (
      .unclassifiable,
      labels("/ f Q ? X") + [Label(symbol: "/", text: "/A"), Label(symbol: "/", text: "/V")]
    ),
  ]

  private static func labels(_ symbols: String) -> [Label] {
    symbols.split(separator: " ").map { Label(symbol: String($0)) }
  }

  private static func tachycardias(_ names: String) -> [Label] {
    names.split(separator: " ").map { Label(symbol: "X", text: String($0)) }
  }

  @Test func `Each beat of the table has its class by EC57, and all else has none`() {
    var classes: [Label: BeatClass] = [:]
    for (beatClass, labels) in Self.standard {
      for label in labels { classes[label] = beatClass }
    }
    for label in Vocabulary.labels {
      #expect(label.meaning.beatClass == classes[label], "\(label)")
    }
    #expect(Vocabulary.labels.filter(\.meaning.isBeat).count == classes.count)
  }

  @Test func `Each group has one class, and every class has a group`() {
    var classes: [BeatGroup: Set<BeatClass?>] = [:]
    for (beatClass, labels) in Self.standard {
      for label in labels { classes[label.meaning.group, default: []].insert(beatClass) }
    }
    for (group, found) in classes { #expect(found == [group.beatClass], "\(group)") }
    #expect(Set(classes.keys) == Set(BeatGroup.allCases).subtracting([.nonBeat]))
    #expect(Set(BeatGroup.allCases.compactMap(\.beatClass)) == Set(BeatClass.allCases))
  }

  /// What six tables said differently of one label, and what holds now. Each row failed on one of
  /// them: the groups had escapes with ectopy, `f` with fusion, `A-Prex` with pre-excitation and
  /// `!` with tachycardias, the classes took every `X` but `VT` and `IVR` for supraventricular, and
  /// files took `.` for no beat.
  @Test(arguments: [
    ("e", "", BeatGroup.escape, BeatClass?.some(.normal)), ("!", "", .nonBeat, nil),
    ("j", "", .escape, .normal),
    ("n", "", .escape, .normal), ("f", "", .paced, .unclassifiable),
    ("A", "A-Prex", .supraventricularEctopy, .supraventricular),
    ("X", "vt", .unclassifiable, .unclassifiable), ("X", "", .unclassifiable, .unclassifiable),
    (".", "", .sinus, .normal),
  ])
  func `What the screen shows is what the model learns`(
    symbol: String, text: String, group: BeatGroup, beatClass: BeatClass?
  ) {
    let meaning = Label(symbol: symbol, text: text).meaning
    #expect(meaning.group == group)
    #expect(meaning.beatClass == beatClass)
    #expect(meaning.isBeat == (beatClass != nil))
    #expect(meaning.isBeat || meaning.role == .unknown)
  }

  /// The same of rhythms: `P` had the colour of sinus rhythm and was paced in training, `VFIB` had
  /// a sign of its own and no colour, `avrt` was a tachycardia on screen and unknown in training.
  @Test(arguments: [
    ("P", RhythmFamily.paced, [RhythmGroup.paced], "P"), ("VFIB", .ventricular, [], "VFIB"),
    ("avrt", .supraventricular, [.avrt], "AVRT"), ("avnrt", .supraventricular, [.avnrt], "AVNRT"),
    ("AVNRT+BII", .supraventricular, [.avnrt], "AVNRT"),
    ("N", .baseline, [.sinus, .preexcited, .rightBundle], "N"), ("BII", .block, [], "BII"),
    ("/X", .paced, [], "/X"), ("vt", .other, [], "vt"), ("", .other, [], ""),
  ])
  func `A rhythm's name means one thing`(
    name: String, family: RhythmFamily, groups: [RhythmGroup], mechanism: String
  ) {
    let term = Vocabulary.rhythm(named: name)
    #expect(term.name == name)
    #expect(term.family == family)
    #expect(term.groups == Set(groups))
    #expect(term.mechanism == mechanism)
  }

  @Test func `Gravity orders what stands for several in one place`() {
    func order(_ symbols: [(String, String)]) -> [Int] {
      symbols.map { Label(symbol: $0.0, text: $0.1).meaning.gravity }
    }
    #expect(
      order([
        ("N", ""), ("R", ""), ("/", ""), ("~", ""), ("A", ""), ("V", ""), ("X", "VT"), ("!", ""),
      ]) == [0, 1, 2, 3, 4, 5, 6, 6])
    let names = ["N", "SBR", "P", "B", "BII", "AFIB", "VT"]
    #expect(names.map { Vocabulary.rhythm(named: $0).gravity } == [0, 1, 2, 3, 4, 5, 6])
  }

  @Test func `Rhythms of one kind are of one family, and each kind has a name`() {
    var families: [RhythmKind: Set<RhythmFamily>] = [:]
    for term in Vocabulary.rhythms { families[term.kind, default: []].insert(term.family) }
    for (kind, found) in families { #expect(found.count == 1, "\(kind)") }
    #expect(Set(families.keys) == Set(RhythmKind.allCases).subtracting([.unknown]))
    for term in Vocabulary.rhythms {
      #expect(Vocabulary.rhythm(named: term.name) == term)
      #expect(!term.title.isEmpty)
    }
  }

  @Test func `A marker of a rhythm gives its name, other labels give none`() {
    #expect(Label(symbol: "+", text: "(AVRT").rhythmName == "AVRT")
    for label in [
      Label(symbol: "+", text: "("), Label(symbol: "+"), Label(symbol: "+", text: "AVRT"),
      Label(symbol: "X", text: "(AVRT"),
    ] { #expect(label.rhythmName == nil) }
  }
}
