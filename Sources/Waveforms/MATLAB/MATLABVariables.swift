/// The variables of a file, and the fields of its structures, by the names that people give them.
struct MATLABVariables {
  struct Variable {
    /// As messages name it: `val`, `ecg.data`.
    var path: String
    /// The last part, in small letters and without underscores: `samplingrate`.
    var key: String
    var value: MATLABValue
  }

  private(set) var all: [Variable] = []

  init(_ variables: [(name: String, value: MATLABValue)]) { add(variables, to: "", depth: 0) }

  private mutating func add(
    _ variables: [(name: String, value: MATLABValue)], to parent: String, depth: Int
  ) {
    for (name, value) in variables where !name.isEmpty {
      let path = parent.isEmpty ? name : "\(parent).\(name)"
      all.append(
        Variable(path: path, key: name.lowercased().filter { $0 != "_" }, value: value))
      if case .fields(let fields) = value, depth < 2 { add(fields, to: path, depth: depth + 1) }
    }
  }

  /// The first value of one of several names, in the order of the names, that `read` can use.
  func first<Value>(_ keys: [String], _ read: (MATLABValue) -> Value?) -> Value? {
    for key in keys {
      for variable in all where variable.key == key {
        if let value = read(variable.value) { return value }
      }
    }
    return nil
  }

  static let matrixKeys = [
    "val", "data", "ecg", "ecgdata", "signals", "signal", "sig", "x", "samples", "egm", "record",
  ]
  static let rateKeys = [
    "fs", "samplingrate", "samplingfrequency", "samplerate", "samplefrequency", "samplefreq",
    "sampfreq", "sfreq", "srate", "freq", "frequency", "rate", "fsamp", "hz",
  ]
  static let nameKeys = [
    "names", "labels", "leads", "leadnames", "channels", "channelnames", "channames", "chnames",
    "signame", "signalnames", "signames", "lead", "label", "name",
  ]
  static let unitKeys = ["units", "unit"]

  /// The matrices that may hold signals: real, and more than one number.
  var matrices: [(path: String, key: String, numbers: MATLABNumbers)] {
    all.compactMap { variable in
      guard case .numbers(let numbers) = variable.value, numbers.rows > 0, numbers.columns > 0,
        max(numbers.rows, numbers.columns) > 1
      else { return nil }
      return (variable.path, variable.key, numbers)
    }
  }
}
