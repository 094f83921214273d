/// Why a WFDB file cannot be read or written. Each description is one plain sentence: what,
/// where, what was expected and what was found.
public enum WFDBError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A file of the record cannot be read or written, whatever it should hold.
  case file(FileError)
  case emptyHeader(file: String)
  case notText(file: String, offset: Int)
  case badField(file: String, line: Int, field: String, expected: String, found: String)
  case signalLinesMissing(file: String, expected: Int, found: Int)
  case segmentLinesMissing(file: String, expected: Int, found: Int)
  case unsupportedFormat(code: Int, file: String, line: Int)
  case mixedFormats(file: String, signalFile: String, first: Int, second: Int)
  case noSamples(file: String, signalFile: String, expected: String, found: String)
  case lengthUnknown(file: String)
  case layoutOnly(file: String)
  case noSegment(file: String, segments: Int)
  case segmentDiffers(file: String, segment: String, expected: String, found: String)
  case segmentsNested(file: String, segment: String)
  case noCommonCalibration(file: String, channel: String)
  case sampleOutOfRange(
    channel: String, sample: Int, value: Int32, format: Int, range: ClosedRange<Int32>)
  case annotationTooLong(index: Int, bytes: Int)
  case annotationNotWritable(index: Int, expected: String, found: String)
  case notAnnotations(file: String, offset: Int, expected: String, found: String)

  public var description: String {
    switch self {
    case .file(let error): error.description
    case .emptyHeader(let file):
      "\(file): expected a record line such as \"100 2 360 650000\", found no line but comments"
    case .notText(let file, let offset):
      "\(file): expected a text header, found a NUL byte at byte \(offset)"
    case .badField(let file, let line, let field, let expected, let found):
      "\(file), line \(line), \(field): expected \(expected), found \"\(quoted(found))\""
    case .signalLinesMissing(let file, let expected, let found):
      "\(file): expected \(expected) signal lines as the record line says, found \(found)"
    case .segmentLinesMissing(let file, let expected, let found):
      "\(file): expected \(expected) segment lines as the record line says, found \(found)"
    case .unsupportedFormat(let code, let file, let line):
      "\(file), line \(line), format: expected one of 0 8 16 24 32 61 80 160 212 310 311 508 516 524"
        + ", found \(code)"
    case .mixedFormats, .noSamples, .lengthUnknown, .layoutOnly, .noSegment, .segmentDiffers,
      .segmentsNested:
      aboutSamples
    case .noCommonCalibration, .sampleOutOfRange, .annotationTooLong, .annotationNotWritable,
      .notAnnotations:
      aboutValues
    }
  }

  /// What is wrong with where samples are said to be; empty for all else.
  private var aboutSamples: String {
    switch self {
    case .mixedFormats(let file, let signalFile, let first, let second):
      "\(file): expected one format for all signals in \(signalFile), found \(first) and \(second)"
    case .noSamples(let file, let signalFile, let expected, let found):
      "\(file): expected \(expected) in \(signalFile), found \(found)"
    case .lengthUnknown(let file):
      "\(file): expected a length in the record line or a signal file to tell it from, found neither"
    case .layoutOnly(let file):
      "\(file): expected samples, found the layout of a multi-segment record, which holds none; "
        + "open the record that names it"
    case .noSegment(let file, let segments):
      "\(file): expected \(segments) segments, found none that can be read"
    case .segmentDiffers(let file, let segment, let expected, let found):
      "\(file), segment \(segment): expected \(expected), found \(found)"
    case .segmentsNested(let file, let segment):
      "\(file), segment \(segment): expected a record of one segment, found a multi-segment record"
    default: ""
    }
  }

  /// What is wrong with values that are read or to be written; empty for all else.
  private var aboutValues: String {
    switch self {
    case .noCommonCalibration(let file, let channel):
      "\(file), channel \(channel): expected one gain and baseline throughout for digital values, "
        + "found segments that differ; use physical values, or the segments one by one"
    case .sampleOutOfRange(let channel, let sample, let value, let format, let range):
      "channel \(channel), sample \(sample): expected a value from \(range.lowerBound + 1) to "
        + "\(range.upperBound) for format \(format), found \(value)"
    case .annotationTooLong(let index, let bytes):
      "annotation \(index + 1): expected at most 255 bytes of auxiliary text, found \(bytes)"
    case .annotationNotWritable(let index, let expected, let found):
      "annotation \(index + 1): expected \(expected), found \(found)"
    case .notAnnotations(let file, let offset, let expected, let found):
      "\(file), byte \(offset): expected \(expected), found \(found)"
    default: ""
    }
  }
}

extension WFDBError {
  /// Does what may fail as any file can.
  static func of<Value>(_ body: () throws(FileError) -> Value) throws(WFDBError) -> Value {
    do throws(FileError) { return try body() } catch { throw .file(error) }
  }
}

extension MappedFile {
  /// The whole of a small file of a WFDB record. Refuses files of more than `limit` bytes before
  /// reading them.
  static func contents(of path: String, limit: Int) throws(WFDBError) -> [UInt8] {
    try WFDBError.of { () throws(FileError) in try bytes(of: path, limit: limit) }
  }
}
