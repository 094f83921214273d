/// Which of a file's remarks tell of the patient, for a line that has room for one or two.
public enum PatientRemarks {
  /// Keys of remarks that readers of formats make, and that are not about the patient.
  private static let others: Set<String> = [
    "recording", "device", "filter", "measurement", "statement", "variable", "exported", "end time",
    "software", "station", "institution", "diagnosis", "comment", "analysis", "trial", "study",
    "technician", "referring physician", "location", "format", "source", "physician", "series",
  ]

  /// What of the remarks tells of the patient, without keys. A remark without a key that is known,
  /// as WFDB headers have them, is given as it is.
  public static func lines(_ comments: [String]) -> [String] {
    comments.compactMap { comment in
      guard let colon = comment.firstIndex(of: ":") else { return comment }
      let key = comment[..<colon].lowercased()
      if others.contains(key) { return nil }
      let value = comment[comment.index(after: colon)...].drop { $0 == " " }
      guard key.hasPrefix("patient") else { return comment }
      // EDF+ writes X for what is not known.
      let known = value.split(separator: " ").filter { $0 != "X" }
      return known.isEmpty ? nil : known.joined(separator: " ")
    }
  }
}
