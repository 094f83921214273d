import Foundation

/// Opens MATLAB files that hold a matrix of samples and a rate.
enum MATLABReader {
  /// Signals in one matrix.
  private static let signalLimit = 1024

  /// Whether a file begins as those of version 5 do, or of 7.3. Those of version 4, as which some
  /// signal files of WFDB begin, have a number of type at the start and no text.
  static func recognizes(_ head: [UInt8]) -> Bool {
    head.starts(with: Array("MATLAB ".utf8)) && head.count >= MATLABParser.headerByteCount
      && MATLABParser.order(head) != nil
  }

  /// - Parameters:
  ///   - bytes: the whole of the file.
  ///   - rateHz: samples per second, where the user gives them; they go before what the file says.
  static func open(
    _ bytes: Data, file: String, rateHz: Double? = nil
  ) throws(FileError) -> DecodedRecord {
    guard let order = MATLABParser.order(bytes),
      let version = ByteReader(bytes, order: order).uint16(124)
    else { throw .content(file: file, expected: "a MATLAB file of version 5", found: "another") }
    guard version == 0x0100 else {
      throw .content(
        file: file, expected: "a MATLAB file of version 5 to 7",
        found: "one of version 7.3 (HDF5); save it with -v7")
    }
    let parser = MATLABParser(bytes, order: order, file: file)
    let variables = MATLABVariables(try parser.variables())
    let matrix = try matrix(variables, file: file)
    guard let rate = rateHz ?? rate(variables), TimeAxis.rates.contains(rate) else {
      throw .content(
        file: file, expected: "the sampling rate in Hz in a variable called fs",
        found: "none; give it with --rate HZ")
    }
    return try record(matrix.numbers, path: matrix.path, variables, rateHz: rate, file: file)
  }

  private static func rate(_ variables: MATLABVariables) -> Double? {
    variables.first(MATLABVariables.rateKeys) { value in
      value.scalar.flatMap { TimeAxis.rates.contains($0) ? $0 : nil }
    }
  }

  /// The matrix with a name that tells samples, or the only one.
  private static func matrix(
    _ variables: MATLABVariables, file: String
  ) throws(FileError) -> (path: String, numbers: MATLABNumbers) {
    let matrices = variables.matrices
    for key in MATLABVariables.matrixKeys {
      if let named = matrices.first(where: { $0.key == key }) { return (named.path, named.numbers) }
    }
    guard matrices.count == 1 else {
      let names = matrices.prefix(6).map(\.path.fitForLine).joined(separator: ", ")
      throw .content(
        file: file, expected: "one matrix of samples, or one that is called val, data or ecg",
        found: matrices.isEmpty ? "none" : names + (matrices.count > 6 ? " and more" : ""))
    }
    return (matrices[0].path, matrices[0].numbers)
  }

  private static func record(
    _ matrix: MATLABNumbers, path: String, _ variables: MATLABVariables, rateHz: Double,
    file: String
  ) throws(FileError) -> DecodedRecord {
    // The longer side is time. A square matrix is read as most are: a row a signal.
    let inRows = matrix.columns >= matrix.rows
    let signalCount = inRows ? matrix.rows : matrix.columns
    let sampleCount = matrix.rows * matrix.columns
    guard signalCount <= signalLimit, sampleCount <= DecodedRecord.sampleLimit else {
      throw .content(
        file: file,
        expected: "at most \(signalLimit) signals and \(DecodedRecord.sampleLimit) "
          + "samples in \(path.fitForLine)", found: "\(matrix.rows) × \(matrix.columns)")
    }
    var warnings: [String] = []
    if matrix.rows == matrix.columns {
      warnings.append("the matrix is square: its rows are taken for signals")
    }
    let names = texts(MATLABVariables.nameKeys, variables, signalCount, "names", &warnings)
    let units = texts(MATLABVariables.unitKeys, variables, signalCount, "units", &warnings)
    var assumed: Set<String> = []
    let signals = matrix.signals(inRows: inRows) { index, values in
      let name = names?[index] ?? ""
      let unit = units?[index] ?? assumedUnit(values)
      if units == nil { assumed.insert(unit) }
      return signal(
        values, name: name.isEmpty ? "channel \(index + 1)" : name, unit: unit,
        isCalibrated: units != nil)
    }
    if units == nil {
      warnings.append(
        "no unit is given: by the size of its values, "
          + "\(assumed.sorted().joined(separator: " and ")) is assumed")
    }
    return DecodedRecord(
      container: "MATLAB", frameRateHz: rateHz, signals: signals,
      comments: ["variable: \(path), \(matrix.rows) × \(matrix.columns)"], warnings: warnings)
  }

  /// Texts for all signals: one for each, or the same for all.
  private static func texts(
    _ keys: [String], _ variables: MATLABVariables, _ count: Int, _ what: String,
    _ warnings: inout [String]
  ) -> [String]? {
    guard let texts = variables.first(keys, { $0.texts }) else { return nil }
    if texts.count == count { return texts }
    if what == "units", texts.count == 1 {
      return Array(repeating: texts[0], count: count)
    }
    warnings.append("expected \(count) \(what) of signals, found \(texts.count): they are not used")
    return nil
  }

  /// What values of that size are most likely: no lead of a heart has 50 mV.
  private static func assumedUnit(_ values: [Double]) -> String {
    let extreme = values.lazy.filter(\.isFinite).map(abs).max() ?? 0
    return extreme > 50 ? "uV" : "mV"
  }

  /// Whole numbers stand for themselves; others become decimals, exactly where they are some.
  private static func signal(
    _ values: [Double], name: String, unit: String, isCalibrated: Bool
  ) -> DecodedRecord.Signal {
    var (samples, calibration) = DecimalSamples.digital(values, unit: unit)
    calibration.isCalibrated = isCalibrated && !unit.isEmpty
    return DecodedRecord.Signal(name: name, calibration: calibration, samples: samples)
  }
}
