/// Why something cannot be evaluated: what was looked at, what it had to be and what it is.
public enum EvaluationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Annotations of a model's own cannot have this name beside this record.
  case unsuitableAnnotator(name: String, record: String)
  /// A file that this program has not written is where it would write.
  case foreignFile(path: String)
  /// A model file does not say what it was trained for.
  case noProperties(path: String)
  /// A model of beats found none.
  case noBeats(record: String)
  /// A model tells a class that the data's preset does not know.
  case foreignClass(name: String, preset: String, path: String)
  /// All of the data's records trained the model, or none is of the cohort.
  case nothingUnseen(path: String, records: [String])

  public var description: String {
    switch self {
    case .unsuitableAnnotator(let name, let record):
      "\(record): expected annotations with a name of letters other than hea, dat, atr and the ending "
        + "of a record, found \"\(name)\""
    case .foreignFile(let path):
      "\(path): expected a place of its own for the output, found one of the files being read"
    case .noProperties(let path):
      "\(path): expected a model that `tawara train` wrote, found one that does not say what it was "
        + "trained for"
    case .noBeats(let record):
      "\(record): expected beats in the surface leads for a model of beats, found none"
    case .foreignClass(let name, let preset, let path):
      "\(path): expected a model of the preset \(preset), found one with the class \(name)"
    case .nothingUnseen(let path, let records):
      "\(path): expected records that did not train the model, found only such as did: "
        + records.joined(separator: " ")
    }
  }
}
