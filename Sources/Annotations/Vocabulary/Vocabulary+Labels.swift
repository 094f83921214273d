extension Vocabulary {
  /// One row: a symbol, with a text or with any.
  struct LabelRow: Sendable {
    var symbol: String
    var text: String
    var meaning: LabelMeaning
  }

  /// The symbols are those of `ecgcodes.h` of the WFDB library, with their descriptions, and `X`
  /// and `b` of the Leipzig database. EC57 decides on the class of each beat.
  static let labelTable: [LabelRow] = standardBeats + leipzigBeats + tachycardias + others

  private static let standardBeats: [LabelRow] = [
    beat("N", .sinus, .rhythm(.sinus), "Normal beat"),
    beat(".", .sinus, .rhythm(.sinus), "Normal beat"),
    beat("L", .bundleBranchBlock, .neutral(tag: "LBBB"), "Left bundle branch block beat"),
    beat("R", .bundleBranchBlock, .rhythm(.rightBundle), "Right bundle branch block beat"),
    beat("B", .bundleBranchBlock, .neutral(tag: "LBBB"), "Left or right bundle branch block"),
    beat("A", .supraventricularEctopy, .ectopy, "Atrial premature beat"),
    beat("a", .supraventricularEctopy, .ectopy, "Aberrated atrial premature beat"),
    beat("J", .supraventricularEctopy, .ectopy, "Nodal (junctional) premature beat"),
    beat("S", .supraventricularEctopy, .ectopy, "Premature or ectopic supraventricular beat"),
    beat("e", .escape, .ectopy, "Atrial escape beat"),
    beat("j", .escape, .ectopy, "Nodal (junctional) escape beat"),
    beat("n", .escape, .ectopy, "Supraventricular escape beat"),
    beat("V", .ventricularEctopy, .ectopy, "Premature ventricular contraction"),
    beat("E", .ventricularEctopy, .ectopy, "Ventricular escape beat"),
    beat("r", .ventricularEctopy, .ectopy, "R-on-T premature ventricular contraction"),
    beat("F", .fusion, .ectopy, "Fusion of ventricular and normal beat"),
    beat("/", .paced, .rhythm(.paced), "Paced beat"),
    beat("f", .paced, .ectopy, "Fusion of paced and normal beat"),
    beat("Q", .unclassifiable, .excluded, "Unclassifiable beat"),
    beat("?", .unclassifiable, .excluded, "Learning"),
  ]

  private static let leipzigBeats: [LabelRow] = [
    beat("N", text: "N-Prex", .preexcited, .rhythm(.preexcited), "Normal beat with pre-excitation"),
    // It is premature before it is pre-excited.
    beat(
      "A", text: "A-Prex", .supraventricularEctopy, .ectopy, "Atrial premature beat, pre-excited"),
    beat("/", text: "/A", .pacedAtrial, .rhythm(.paced, tag: "/A"), "Paced beat, atrium"),
    beat("/", text: "/V", .pacedVentricular, .rhythm(.paced, tag: "/V"), "Paced beat, ventricle"),
    beat("b", .avBlock, .neutral(tag: "AVB"), "Beat with AV block"),
  ]

  private static let tachycardias: [LabelRow] = [
    // Its chamber is not known, and so it has no class but Q.
    tachycardia("", .unclassifiable, .unknown, "Tachycardia"),
    tachycardia(
      "AVRT", .supraventricularTachycardia, .rhythm(.avrt), "AV re-entrant tachycardia"),
    tachycardia(
      "avrt", .supraventricularTachycardia, .rhythm(.avrt, tag: "aberrant"),
      "AV re-entrant tachycardia, aberrated"),
    tachycardia(
      "AVNRT", .supraventricularTachycardia, .rhythm(.avnrt), "AV nodal re-entrant tachycardia"),
    tachycardia(
      "avnrt", .supraventricularTachycardia, .rhythm(.avnrt, tag: "aberrant"),
      "AV nodal re-entrant tachycardia, aberrated"),
    tachycardia(
      "AVNRT+BII", .supraventricularTachycardia, .rhythm(.avnrt, tag: "+BII"),
      "AV nodal re-entrant tachycardia with second-degree block"),
    tachycardia("AFIB", .atrialTachycardia, .rhythm(.afib), "Atrial fibrillation"),
    tachycardia("AFL", .atrialTachycardia, .rhythm(.flutter), "Atrial flutter"),
    tachycardia(
      "EAT", .atrialTachycardia, .rhythm(.ectopicAtrial), "Ectopic atrial tachycardia"),
    tachycardia("VT", .ventricularTachycardia, .rhythm(.vt), "Ventricular tachycardia"),
    tachycardia(
      "IVR", .idioventricular, .rhythm(.idioventricular), "Accelerated idioventricular rhythm"),
  ]

  private static let others: [LabelRow] = [
    other("+", .rhythm, "Rhythm change"),
    other("~", .quality, "Signal quality change"),
    other("|", .quality, "Isolated QRS-like artifact"),
    other("(", .waveformPoint, "Waveform onset"), other(")", .waveformPoint, "Waveform end"),
    other("p", .waveformPoint, "P-wave peak"), other("t", .waveformPoint, "T-wave peak"),
    other("u", .waveformPoint, "U-wave peak"),
    // A flutter wave is no beat, but nothing in its place is graver.
    other("!", .event, "Ventricular flutter wave", gravity: 6),
    other("[", .event, "Start of ventricular flutter/fibrillation"),
    other("]", .event, "End of ventricular flutter/fibrillation"),
    other("s", .event, "ST change"), other("T", .event, "T-wave change"),
    other("*", .event, "Systole"), other("D", .event, "Diastole"),
    other("^", .event, "Non-conducted pacer spike"),
    other("x", .event, "Non-conducted P-wave (blocked APB)"),
    other("\"", .note, "Comment annotation"), other("=", .note, "Measurement annotation"),
    other("@", .note, "Link to external data"),
  ]

  private static func beat(
    _ symbol: String, text: String = "", _ group: BeatGroup, _ role: BeatRole, _ title: String
  ) -> LabelRow {
    let meaning = LabelMeaning(
      kind: .beat, group: group, role: role, gravity: group.gravity, title: title)
    return LabelRow(symbol: symbol, text: text, meaning: meaning)
  }

  private static func tachycardia(
    _ text: String, _ group: BeatGroup, _ role: BeatRole, _ title: String
  ) -> LabelRow {
    beat(tachycardiaSymbol, text: text, group, role, title)
  }

  private static func other(
    _ symbol: String, _ kind: LabelKind, _ title: String,
    gravity: Int = BeatGroup.nonBeat.gravity
  ) -> LabelRow {
    let meaning = LabelMeaning(
      kind: kind, group: .nonBeat, role: .unknown, gravity: gravity, title: title)
    return LabelRow(symbol: symbol, text: "", meaning: meaning)
  }
}
