import Annotations
import Waveforms

extension ReleaseFacts {
  /// The Leipzig Heart Center ECG-Database 1.0.0, PhysioNet 2024, doi.org/10.13026/7a4j-vn37.
  public static let leipzig1_0_0 = ReleaseFacts(
    name: "Leipzig Heart Center ECG-Database 1.0.0", entries: entries(), quirks: knownQuirks)

  private static func entries() -> [Entry] {
    let labels = labels(ReleaseLabelTable.text)
    let subjects =
      subjects(SubjectText.children, .children) + subjects(SubjectText.adults, .adults)
    return subjects.map { subject in
      let name = subject.recordName
      guard let sequence = labels[name] else {
        preconditionFailure("the table of labels lacks \(name)")
      }
      let layout = layouts[name] ?? .complete
      return Entry(
        subject: subject, channelNames: layout.channelNames, labels: sequence,
        deviantFrameCount: name == "x005" ? 1_813_477 : nil,
        channelRemark: layout == .withoutAblation
          ? "README.md says that every child has an ablation catheter, this record has none" : nil)
    }
  }

  /// Records whose layout is not the complete one.
  private static let layouts: [String: ChannelLayout] = [
    "x002": .withoutAblation, "x005": .withoutAblation, "x0015": .withoutAblation,
    "x0029": .withoutAblation, "x0023": .withUnipolarAblation, "x0028": .withArterialLine,
    "x100": .rightVentricleLast, "x102": .withoutCoronarySinus, "x105": .withoutCoronarySinus,
    "x107": .withoutCoronarySinus, "x108": .withoutCoronarySinus, "x109": .withoutCoronarySinus,
  ]

  private static let knownQuirks = [
    Quirk(
      file: "children-subject-info.csv", mark: ".14.3",
      remark: "the age of x007 is written .14.3 and means 14.3"),
    Quirk(
      file: "README.md", mark: "113,924",
      remark: "the 113,924 beats that it counts leave out the labels Q, ~ and +; "
        + "the files hold 118,214 annotations"),
    Quirk(
      file: "README.md", mark: "1,075.85",
      remark: "the 1,075.85 minutes that it counts are 31 fewer than the headers' 1,107.02, "
        + "about the length of x005"),
    Quirk(
      file: "README.md", mark: "x029",
      remark: "it calls the last child's record x029; the files are named x0029"),
    Quirk(
      file: "dataset_info.csv", mark: "PVC",
      remark: "it gives premature ventricular beats the symbol PVC and the text V; "
        + "the files have the symbol V and no text"),
  ]

  /// Reads the lines of `ReleaseLabelTable`.
  private static func labels(_ text: String) -> [String: LabelSequence] {
    var result: [String: LabelSequence] = [:]
    for line in text.split(separator: "\n") {
      let fields = line.split(separator: " ")
      var counts: [Label: Int] = [:]
      for field in fields.dropFirst(2) {
        guard let equal = field.lastIndex(of: "="),
          let count = Int(field[field.index(after: equal)...])
        else { preconditionFailure("the table of labels has a field \(field)") }
        let parts = field[..<equal].split(separator: ":", maxSplits: 1).map(String.init)
        counts[.init(symbol: parts[0], text: parts.count > 1 ? parts[1] : "")] = count
      }
      result[String(fields[0])] = LabelSequence(counts: counts, sha256: String(fields[1]))
    }
    return result
  }

  private static func subjects(
    _ text: String, _ cohort: LeipzigSubject.Cohort
  ) -> [LeipzigSubject] {
    do {
      return try LeipzigSubjectTable(text: text, file: cohort.rawValue, cohort: cohort).subjects
    } catch {
      preconditionFailure("\(error)")
    }
  }

  /// The release's subject tables. The age of x007 is 14.3 here, where the release has `.14.3`.
  private enum SubjectText {
    static let children = """
      subject_id,file_name,gender,age,diagnosis,ap_loacation,ecg_duration
      001,x001,M,6.6,AVRT,right posteroseptal,2:25:29.201
      002,x002,M,11,AVNRT,,1:45:17.81
      003,x003,F,11.9,AVRT-WPW,left lateral,2:30:31.749
      004,x004,M,14.8,AVRT-WPW,right posterior,2:17:52.426
      005,x005,M,17.1,AVRT,left anterior,0:30:58.974
      006,x006,F,8.8,AVNRT,,2:18:10.362
      007,x007,M,14.3,AVRT-PJRT,right posteroseptal,0:3:6.9
      008,x008,M,16.6,AVRT-WPW,right lateral,0:7:20.399
      009,x009,M,8,AVRT,right posteroseptal,0:14:36.684
      0010,x0010,F,14,AVNRT,,0:5:17.564
      0011,x0011,F,12.5,AVRT,right parahisian,0:11:57.035
      0012,x0012,M,12,AVRT,right parahisian,0:11:39.287
      0013,x0013,M,16.2,AVNRT,,0:3:54.1
      0014,x0014,M,13.6,AVNRT,,0:3:20.482
      0015,x0015,F,17.8,AVNRT,,0:3:14.342
      0016,x0016,F,12.7,AVNRT,,0:11:30.208
      0017,x0017,F,17.7,AVNRT,,0:3:27.722
      0018,x0018,M,8.6,AVNRT,,0:5:55.819
      0019,x0019,F,17.7,AVNRT,,0:3:47.636
      0020,x0020,M,8,AVRT,left posteroseptal,0:8:23.231
      0021,x0021,F,5,AVNRT,,0:9:13.749
      0022,x0022,M,17.6,AVRT,left posterior,0:4:7.344
      0023,x0023,M,18.1,AVRT-WPW,left posterolateral,0:6:35.536
      0024,x0024,F,11.5,AVNRT,,0:12:1.339
      0025,x0025,F,6.1,AVRT,left anterolateral,0:11:5.937
      0026,x0026,F,16.9,AVNRT,,0:3:26.542
      0027,x0027,M,9.4,AVRT-WPW,left posterior,0:1:17.659
      0028,x0028,F,12.5,AVRT,left posterolateral,0:4:1.113
      0029,x0029,F,9.7,AVRT,left lateral,0:12:28.774
      """
    static let adults = """
      subject_id,file_name,gender,age,diagnosis,ecg_duration
      100,x100,M,64.16,TOF with VT,0:13:2.107
      101,x101,M,29.05,TOF with VT,0:17:51.82
      102,x102,F,54.35,TOF without VT,0:28:26.809
      103,x103,F,21.68,TOF with nsVT,0:18:59.532
      104,x104,M,35.24,TOF with VT,0:57:27.091
      105,x105,F,55.92,TOF with VT,0:27:42.819
      106,x106,M,34.52,TOF with VT,0:17:46.972
      107,x107,M,43.04,TOF with VT,0:19:51.946
      108,x108,M,49.72,TOF with VT,0:25:9.862
      109,x109,M,60.52,TOF with VT,0:10:35.415
      """
  }
}
