/// The region of interest that supports an annotation: when, and in which lead.
struct AECGRegion {
  /// What relates the times of boundaries to the record's first sample.
  struct Clock {
    /// The time of the first sample, where it is known.
    var zero: HL7Time?
    /// The first sample's time in times that count from the series' start.
    var relativeZero: Double
  }

  /// Seconds from the record's first sample.
  var low: Double?
  var high: Double?
  /// A single time.
  var point: Double?
  /// The code of the lead.
  var lead: String?

  var isTimeless: Bool { low == nil && high == nil && point == nil }
  /// Where the annotation stands.
  var time: Double? { point ?? low ?? high }

  init(_ annotation: XMLElement, clock: Clock) {
    for boundary in annotation.all(at: "support", "supportingROI", "component", "boundary") {
      let code = boundary.child("code")?["code"] ?? ""
      if ECGLead.isLead(code: code) { lead = code }
      guard let value = boundary.child("value") else { continue }
      let seconds = { (element: XMLElement?) -> Double? in
        code.uppercased() == "TIME_RELATIVE"
          ? PhysicalQuantity(element)?.seconds.map { $0 - clock.relativeZero }
          : Self.seconds(element, since: clock.zero)
      }
      guard code.uppercased().hasPrefix("TIME_") else { continue }
      point = seconds(value) ?? seconds(value.child("center"))
      low = seconds(value.child("low"))
      high = seconds(value.child("high"))
    }
  }

  private static func seconds(_ element: XMLElement?, since zero: HL7Time?) -> Double? {
    guard let zero, let time = HL7Time(element?["value"]), time.hasTimeOfDay else { return nil }
    return time.seconds(since: zero)
  }
}

extension AECGRegion {
  /// A single time.
  init(point: Double?, lead: String?) {
    self.point = point
    self.lead = lead
  }
}
