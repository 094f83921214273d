import Testing
import Waveforms

@Suite("Annotations of DICOM waveforms")
struct DICOMAnnotationTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func open(_ annotations: [[DICOMSample.Element]]) throws -> Recording {
    try folder.write(
      DICOMSample.twelveLeads(samples: 5000, annotations: annotations), "ecg.dcm")
    return try Recording(path: folder.file("ecg.dcm"))
  }

  private func concept(
    _ value: String, _ meaning: String, _ scheme: String = "MDC"
  ) -> DICOMSample.Element {
    DICOMSample.code(0x0040_A043, value, scheme, meaning)
  }

  @Test("Fiducial points, beats and waves are marks; the first sample is 1")
  func marks() throws {
    let set = try open([
      DICOMSample.annotation(
        concept("5.10.3-3", "QRS Onset", "SCPECG"), range: "POINT", positions: [101]),
      DICOMSample.annotation(
        concept("10:8336", "Ventricular premature contraction beat"), range: "MULTIPOINT",
        positions: [1, 4001]),
      DICOMSample.annotation(concept("10:256", "P wave"), range: "SEGMENT", positions: [51, 91]),
      DICOMSample.annotation(
        concept("5.7.1-3", "Fiducial Point", "SCPECG"), range: "POINT", positions: [121]),
    ]).annotations("ann")
    #expect(set.annotations.map(\.time) == [0, 50, 90, 100, 120, 4000])
    #expect(set.annotations.map(\.code.rawValue) == [5, 39, 40, 39, 13, 5])
    #expect(set.annotations.map(\.number) == [0, 0, 0, 1, 0, 0])
    #expect(set.annotations[4].text == "Fiducial Point")
    #expect(set.timeResolutionHz == nil)
  }

  @Test("Other concepts are notes with their value, unit and lead")
  func notes() throws {
    let set = try open([
      DICOMSample.annotation(
        concept("109039", "Ablation on", "DCM"), channels: [1, 8], range: "SEGMENT",
        positions: [501, 1001]),
      DICOMSample.annotation(
        concept("2:768", "ST amplitude"), range: "POINT", positions: [11],
        more: [
          .text(0x0040_A30A, "DS", "-0.12"),
          DICOMSample.code(0x0040_08EA, "mV", "UCUM", "millivolt"),
        ]),
      DICOMSample.annotation(
        nil, range: "POINT",
        more: [.text(0x0040_A138, "DS", "2.5"), .text(0x0070_0006, "ST", "Patient coughs")]),
      DICOMSample.annotation(
        nil, range: "POINT",
        more: [
          .text(0x0040_A13A, "DT", "20240301000001.25"), .text(0x0070_0006, "ST", "By the clock"),
        ]),
    ]).annotations("ann")
    #expect(
      set.annotations.map(\.text) == [
        "ST amplitude: -0.12 mV", "Ablation on (V2)", "By the clock", "Patient coughs",
      ])
    #expect(set.annotations.map(\.time) == [10, 500, 1000, 1250])
    #expect(set.annotations[1].durationSeconds == 1)
    #expect(set.annotations[1].channel == 7)
  }

  @Test("What has no place in time is a remark; what lies elsewhere is told of")
  func remarks() throws {
    let recording = try open([
      DICOMSample.annotation(
        concept("2:8192", "QT Interval"),
        more: [
          .text(0x0040_A30A, "DS", "368"), DICOMSample.code(0x0040_08EA, "ms", "UCUM", "ms"),
        ]),
      DICOMSample.annotation(nil, more: [.text(0x0070_0006, "ST", "Sinus rhythm")]),
      DICOMSample.annotation(
        concept("10:8208", "Normal beat"), channels: [2, 0], range: "POINT", positions: [5]),
      DICOMSample.annotation(
        concept("10:8208", "Normal beat"), range: "POINT", positions: [9000]),
    ])
    #expect(
      recording.record.comments.suffix(2) == [
        "measurement: QT Interval: 368 ms", "statement: Sinus rhythm",
      ])
    #expect(recording.record.warnings.count == 2)
    #expect(recording.annotators == [])
  }

  @Test("Fiducial points of a median beat are no beat of the rhythm, though the file says so")
  func medianBeat() throws {
    func points(_ group: UInt16, at sample: UInt32) -> [[DICOMSample.Element]] {
      [("5.10.3-3", "QRS Onset", sample - 10), ("5.7.1-3", "Fiducial Point", sample)].map {
        DICOMSample.annotation(
          concept($0.0, $0.1, "SCPECG"), range: "POINT", positions: [$0.2],
          more: [.words(0x0040_A180, [group])])
      }
    }
    let channels = [DICOMSample.channel("2:1", "Lead I")]
    let rhythm = DICOMSample.group(
      channels: channels, sampleCount: 900, data: DICOMSample.data(channels: 1, samples: 900))
    let median = DICOMSample.group(
      channels: channels, sampleCount: 300, originality: "DERIVED", label: "MEDIAN BEAT",
      data: DICOMSample.data(channels: 1, samples: 300))
    let bytes = DICOMSample.file(
      DICOMSample.patient + [
        .sequence(0x0040_B020, points(2, at: 101) + points(100, at: 127)),
        .sequence(0x5400_0100, [rhythm, [.longs(0x0018_106E, [101])] + median]),
      ])
    try folder.write(bytes, "ecg.dcm")
    let recording = try Recording(path: folder.file("ecg.dcm"))
    #expect(try recording.annotations("ann").annotations.map(\.time) == [116, 126])
    #expect(recording.record.warnings.count == 2)
  }
}
