/// Annotated ECGs, written from the "HL7 aECG Implementation Guide" of 21 March 2005.
enum AECGSample {
  /// A whole file around series.
  static func file(_ series: String, encoding: String = "UTF-8") -> String {
    """
    <?xml version="1.0" encoding="\(encoding)"?>
    <!-- made for tests -->
    <AnnotatedECG xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
      type="Observation">
    <id root="1.2.3"/><code code="93000"/>
    <effectiveTime><center value="20240229235959"/></effectiveTime>
    <componentOf><timepointEvent><code code="V1" displayName="First visit"/>
    <componentOf><subjectAssignment><subject><trialSubject><id extension="S-7"/>
    <subjectDemographicPerson><name>Müller &amp; Söhne</name>
    <administrativeGenderCode code="F"/><birthTime value="19530508"/></subjectDemographicPerson>
    </trialSubject></subject></subjectAssignment></componentOf></timepointEvent></componentOf>
    <controlVariable><relatedObservation><code code="21612-7" displayName="Reported Age"/>
    <value xsi:type="PQ" value="70" unit="a"/></relatedObservation></controlVariable>
    \(series)
    </AnnotatedECG>
    """
  }

  static func series(
    _ content: String, code: String = "RHYTHM", low: String = "20240229235959", after: String = ""
  ) -> String {
    """
    <component><series><code code="\(code)"/>
    <effectiveTime><low value="\(low)"/></effectiveTime>
    <author><seriesAuthor><manufacturedSeriesDevice>
    <manufacturerModelName>Model 1</manufacturerModelName><softwareName>2.0</softwareName>
    </manufacturedSeriesDevice><manufacturerOrganization><name>Maker</name>
    </manufacturerOrganization></seriesAuthor></author>
    <component>\(content)</component>\(after)</series></component>
    """
  }

  static func set(_ time: String, _ leads: [String]) -> String {
    let parts = ([time] + leads).map { "<component><sequence>\($0)</sequence></component>" }
    return "<sequenceSet>\(parts.joined(separator: "\n"))</sequenceSet>"
  }

  static func absolute(_ head: String, step: String = "0.002", unit: String = "s") -> String {
    "<code code=\"TIME_ABSOLUTE\"/><value xsi:type=\"GLIST_TS\"><head value=\"\(head)\"/>"
      + "<increment value=\"\(step)\" unit=\"\(unit)\"/></value>"
  }

  static func relative(_ head: String, step: String = "0.002", unit: String = "s") -> String {
    "<code code=\"TIME_RELATIVE\"/><value xsi:type=\"GLIST_PQ\"><head value=\"\(head)\" unit=\"s\"/>"
      + "<increment value=\"\(step)\" unit=\"\(unit)\"/></value>"
  }

  static func lead(
    _ code: String, _ digits: [Int], origin: String = "0", scale: String = "2.5",
    unit: String = "uV", originUnit: String? = nil
  ) -> String {
    lead(
      code, text: digits.map(String.init).joined(separator: " "), origin: origin, scale: scale,
      unit: unit, originUnit: originUnit)
  }

  static func lead(
    _ code: String, text: String, origin: String = "0", scale: String = "2.5", unit: String = "uV",
    originUnit: String? = nil
  ) -> String {
    "<code code=\"\(code)\"/><value xsi:type=\"SLIST_PQ\">"
      + "<origin value=\"\(origin)\" unit=\"\(originUnit ?? unit)\"/>"
      + "<scale value=\"\(scale)\" unit=\"\(unit)\"/><digits>\(text)</digits></value>"
  }

  static func annotations(_ content: [String]) -> String {
    let parts = content.map { "<component>\($0)</component>" }
    return "<subjectOf><annotationSet>\(parts.joined())</annotationSet></subjectOf>"
  }

  /// An annotation with the value, the boundaries and the annotations that it may have.
  static func annotation(
    _ code: String, value: String = "", boundaries: [String] = [], _ inner: [String] = []
  ) -> String {
    let regions = boundaries.map { "<component><boundary>\($0)</boundary></component>" }
    let support =
      regions.isEmpty
      ? "" : "<support><supportingROI>\(regions.joined())</supportingROI></support>"
    let parts = inner.map { "<component>\($0)</component>" }
    return "<annotation><code code=\"\(code)\"/>\(value)\(support)\(parts.joined())</annotation>"
  }

  static func coded(_ code: String) -> String { "<value xsi:type=\"CE\" code=\"\(code)\"/>" }
  static func quantity(_ value: String, _ unit: String) -> String {
    "<value xsi:type=\"PQ\" value=\"\(value)\" unit=\"\(unit)\"/>"
  }

  /// The boundary of a time in milliseconds from the start of the series.
  static func span(_ low: Int?, _ high: Int?) -> String {
    let parts = [
      low.map { "<low value=\"\($0)\" unit=\"ms\"/>" },
      high.map { "<high value=\"\($0)\" unit=\"ms\"/>" },
    ]
    return "<code code=\"TIME_RELATIVE\"/><value xsi:type=\"IVL_PQ\">"
      + parts.compactMap { $0 }.joined() + "</value>"
  }

  static func moment(_ milliseconds: Int) -> String {
    "<code code=\"TIME_RELATIVE\"/>" + quantity(String(milliseconds), "ms")
  }

  static func inLead(_ code: String) -> String { "<code code=\"\(code)\"/>" }

  /// Samples that look like something and can be told apart by lead.
  static func digits(_ count: Int, lead: Int) -> [Int] {
    (0..<count).map { ($0 * (lead + 3)) % 401 - 200 + lead }
  }

  static let codes = ["I", "II", "III", "AVR", "AVL", "AVF", "V1", "V2", "V3", "V4", "V5", "V6"]
    .map { "MDC_ECG_LEAD_" + $0 }

  /// Twelve leads of so many samples at 500 Hz with a beat.
  static func twelveLeads(_ count: Int) -> String {
    let leads = codes.enumerated().map { lead($1, digits(count, lead: $0)) }
    let beat = annotation(
      "MDC_ECG_BEAT", value: coded("MDC_ECG_BEAT_V_P_C"),
      [
        annotation(
          "MDC_ECG_WAVC", value: coded("MDC_ECG_WAVC_QRSWAVE"), boundaries: [span(10, 30)]),
        annotation("MDC_ECG_TIME_PD_QRS", value: quantity("20", "ms")),
      ])
    return file(
      series(set(absolute("20240229235959.500"), leads), after: annotations([beat])))
  }
}
