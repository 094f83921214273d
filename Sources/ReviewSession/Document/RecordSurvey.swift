/// What opening a record gave.
public enum RecordSurvey: Sendable {
  case document(ReviewDocument)
  /// Why it cannot be opened, in a sentence.
  case failed(String)

  /// Opens a record with the annotations of its first annotator.
  public init(path: String) { self.init { try ReviewDocument(path: path) } }

  public init(_ open: () throws -> ReviewDocument) {
    do {
      self = .document(try open())
    } catch {
      self = .failed("\(error)")
    }
  }
}
