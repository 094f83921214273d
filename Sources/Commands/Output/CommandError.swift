/// Why a command cannot do what was asked, in one sentence: which option, argument, file or record
/// it is about, what was expected there, and what was found.
enum CommandError: Error, Equatable, CustomStringConvertible {
  /// The value of an option, or of an argument by its name in the help.
  case badOption(name: String, expected: String, found: String)
  case noChannel(name: String, record: String, found: [String])
  case exists(path: String)
  case ownFile(path: String)
  case cannotWrite(path: String, reason: String)
  case foreignLabels(path: String)
  case cannotMeasure(job: String, reason: String)

  var description: String {
    switch self {
    case .badOption(let name, let expected, let found):
      "\(name): expected \(expected), found \"\(found)\""
    case .noChannel(let name, let record, let found):
      "\(record): expected a channel named \(name), found \(found.joined(separator: ", "))"
    case .cannotMeasure(let job, let reason): "bench network: \(job) gave no figure: \(reason)"
    case .exists(let path): "\(path): expected no file there, found one; --force replaces it"
    case .ownFile(let path):
      "\(path): expected a place of its own for the output, found one of the files being read"
    case .foreignLabels(let path):
      "\(path): expected no file there, or the one that this set has written, found another; "
        + "export under another name"
    case .cannotWrite(let path, let reason): "cannot write \(path): \(reason)"
    }
  }
}
