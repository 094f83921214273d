import Annotations
import ArrhythmiaModel
import Testing
import Training

/// Section 4 of the design, row by row.
@Suite("Table of labels") struct LabelTableTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var symbol: String
    var aux: String
    var role: BeatRole
    var testDescription: String { "\(symbol) \(aux)" }
    init(_ symbol: String, _ aux: String, _ role: BeatRole) {
      (self.symbol, self.aux, self.role) = (symbol, aux, role)
    }
  }

  private static let rows: [Row] = [
    Row("N", "", .rhythm(.sinus)), Row("N", "anything", .rhythm(.sinus)),
    Row("N", "n-prex", .rhythm(.sinus)), Row("N", "N-PREX", .rhythm(.sinus)),
    Row("N", "N-Prex", .rhythm(.preexcited)), Row("R", "", .rhythm(.rightBundle)),
    Row("X", "AVRT", .rhythm(.avrt)), Row("X", "avrt", .rhythm(.avrt, tag: "aberrant")),
    Row("X", "AVNRT", .rhythm(.avnrt)), Row("X", "avnrt", .rhythm(.avnrt, tag: "aberrant")),
    Row("X", "AVNRT+BII", .rhythm(.avnrt, tag: "+BII")), Row("X", "VT", .rhythm(.vt)),
    Row("X", "AFIB", .rhythm(.afib)), Row("/", "", .rhythm(.paced)),
    Row("/", "/A", .rhythm(.paced, tag: "/A")), Row("/", "/V", .rhythm(.paced, tag: "/V")),
    Row("X", "AFL", .rhythm(.flutter)), Row("X", "IVR", .rhythm(.idioventricular)),
    Row("X", "EAT", .rhythm(.ectopicAtrial)), Row("A", "", .ectopy), Row("a", "", .ectopy),
    Row("V", "", .ectopy), Row("J", "", .ectopy), Row("F", "", .ectopy), Row("f", "", .ectopy),
    Row("j", "", .ectopy), Row("A", "N-Prex", .ectopy), Row("A", "A-Prex", .ectopy),
    Row("L", "", .neutral(tag: "LBBB")), Row("b", "", .neutral(tag: "AVB")),
    Row("b", "BI", .neutral(tag: "AVB")), Row("Q", "", .excluded),
  ]

  @Test(arguments: rows) func `A beat has the meaning that the table gives it`(row: Row) {
    #expect(Label(symbol: row.symbol, text: row.aux).meaning.role == row.role)
  }

  @Test(arguments: [
    "Avrt", "AvRT", "AVNRT+bii", "vt", "Vt", "afib", "afl", "ivr", "eat", "", "SVT",
  ])
  func `A tachycardia whose name is written otherwise is unknown`(aux: String) {
    #expect(Label(symbol: "X", text: aux).meaning.role == .unknown)
  }

  @Test(arguments: ["x", "*", "U", "", "NN", "|"])
  func `A symbol that is not in the table is unknown`(symbol: String) {
    #expect(Label(symbol: symbol).meaning.role == .unknown)
  }

  @Test func `The presets have their classes in the order of the design`() {
    #expect(
      LabelPreset.g8.classes == ["SINUS", "PREEX", "RBBB", "AVRT", "AVNRT", "VT", "AFIB", "PACED"])
    #expect(LabelPreset.g6.classes == ["SINUS", "PREEX", "AVRT", "AVNRT", "VT", "PACED"])
    #expect(LabelPreset.af.classes == ["SINUS", "AF"])
    #expect(LabelPreset.aami.classes == ["N", "S", "V", "F", "Q"])
    #expect(LabelPreset.allCases.filter(\.isBeatCentred) == [.aami])
  }

  @Test(arguments: [LabelPreset.g8, .g6], RhythmGroup.allCases)
  func `A rhythm of a preset has the number of the class of its name, others have none`(
    preset: LabelPreset, group: RhythmGroup
  ) {
    #expect(preset.label(of: group) == preset.classes.firstIndex(of: group.rawValue))
  }

  @Test func `The few-shot pool is in no preset of single rhythms`() {
    for group in [RhythmGroup.flutter, .idioventricular, .ectopicAtrial] {
      #expect(LabelPreset.g8.label(of: group) == nil)
      #expect(LabelPreset.g6.label(of: group) == nil)
    }
  }

  @Test(arguments: RhythmGroup.allCases)
  func `The fibrillation preset takes flutter and fibrillation as one`(group: RhythmGroup) {
    let wanted: Int? =
      switch group {
      case .sinus: 0
      case .afib, .flutter: 1
      default: nil
      }
    #expect(LabelPreset.af.label(of: group) == wanted)
    #expect(LabelPreset.aami.label(of: group) == nil)
  }

  @Test(arguments: [
    (BeatClass.normal, "N L R B e j n b"), (.supraventricular, "A a J S"), (.ventricular, "V E r"),
    (.fusion, "F"), (.unclassifiable, "/ f Q ?"),
  ])
  func `Beats have their class by EC57`(beatClass: BeatClass, symbols: String) {
    for symbol in symbols.split(separator: " ") {
      #expect(Label(symbol: String(symbol)).meaning.beatClass == beatClass, "\(symbol)")
    }
  }

  @Test(arguments: [
    ("VT", BeatClass.ventricular), ("IVR", .ventricular), ("AVRT", .supraventricular),
    ("avnrt", .supraventricular), ("AFIB", .supraventricular), ("EAT", .supraventricular),
  ])
  func `A tachycardia's beat goes by the chamber that it comes from`(
    aux: String, beatClass: BeatClass
  ) {
    #expect(Label(symbol: "X", text: aux).meaning.beatClass == beatClass)
  }

  @Test(arguments: ["+", "~", "\"", "|", "[", "]", ""])
  func `What is no beat has no class`(symbol: String) {
    #expect(Label(symbol: symbol).meaning.beatClass == nil)
  }
}
