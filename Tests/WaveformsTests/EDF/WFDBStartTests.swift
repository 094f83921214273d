import Testing
import Waveforms

@Suite("Starts of WFDB records")
struct WFDBStartTests {
  private func header(_ start: String) throws -> WFDBHeader {
    try WFDBHeader(bytes: Array("r 0 250 100 \(start)\n".utf8), file: "r.hea")
  }

  @Test(
    arguments: [
      ("12:30:00", "12:30:00", nil), ("12:30:00.250 01/02/2003", "12:30:00.250", "01/02/2003"),
      ("8:30:00 1/2/2003", "8:30:00", "01/02/2003"), ("12:00 29/02/2000", "12:00", "29/02/2000"),
      ("7", "7", nil),
    ] as [(String, String?, String?)])
  func ordinary(text: String, time: String?, date: String?) throws {
    let header = try header(text)
    #expect(header.start == RecordStart(time: time, date: date))
    #expect(header.warnings.isEmpty)
  }

  @Test(
    arguments: [
      ("2014-05-08 05:05:15", "05:05:15", "08/05/2014"),
      ("2014-05-08T05:05:15", "05:05:15", "08/05/2014"),
      ("05-May-2020 09:49:17", "09:49:17", "05/05/2020"),
      ("12:00:00 05/31/2019", "12:00:00", "31/05/2019"),
      ("12:00:00 31.05.2019", "12:00:00", "31/05/2019"),
      ("12:00:00 31/05/84", "12:00:00", "31/05/2084"),
      ("12:00:00 2019/02/28", "12:00:00", "28/02/2019"),
      ("10:20:30 2006", "10:20:30", nil), ("12:00:00 29/02/1900", "12:00:00", nil),
      ("24:00:00 01/01/2000", nil, "01/01/2000"),
    ] as [(String, String?, String?)])
  func otherForms(text: String, time: String?, date: String?) throws {
    let header = try header(text)
    #expect(header.start == RecordStart(time: time, date: date))
    #expect(header.warnings.count == 1)
    #expect(header.warnings.first?.contains(text.fittingQuote) == true)
  }

  @Test(arguments: ["25:61:00 32/13/1999", "2006", "noon", "1:2:3:4", "-1:00:00", "::"])
  func nothing(text: String) throws {
    let header = try header(text)
    #expect(header.start == nil && header.warnings.count == 1)
    // Nothing is written that could not be read.
    #expect(header.text == "r 0 250 100\n")
  }
}

extension String {
  fileprivate var fittingQuote: String { "\"\(self)\"" }
}
