import NeuralNetwork

/// The form in which a cache keeps a table. All numbers are little-endian.
///
/// `TAWFIND2`; hash of all that follows; key; classes; number of findings; then for each finding
/// what is known of it (0 nothing, 1 no live channel, 2 everything), and where anything is, its
/// place, its kind of input, its verdict and its numbers as they are in memory, so that a finding
/// read back is the same bits.
extension FindingTable {
  private static let mark = Array("TAWFIND2".utf8)

  /// The table's bytes.
  func bytes(_ key: FindingKey) -> [UInt8] {
    var body = ByteWriter()
    body.add(key.text)
    body.add(classes.count)
    for name in classes { body.add(name) }
    body.add(findings.count)
    for finding in findings { Self.add(finding, to: &body) }
    var file = ByteWriter(bytes: Self.mark)
    file.add(StableHash.of(body.bytes).value)
    return file.bytes + body.bytes
  }

  /// Reads what `bytes` wrote, under the same key.
  init(_ bytes: [UInt8], _ key: FindingKey) throws(DamagedTable) {
    var reader = ByteReader(bytes)
    guard try reader.take(Self.mark.count).elementsEqual(Self.mark),
      try reader.number() == StableHash.of(bytes.dropFirst(16)).value,
      try reader.text() == key.text
    else { throw DamagedTable() }
    var classes: [String] = []
    for _ in 0..<(try reader.count()) { classes.append(try reader.text()) }
    var findings: [RecordClassifier.Finding?] = []
    for _ in 0..<(try reader.count()) {
      findings.append(try Self.finding(&reader, classes: classes.count))
    }
    guard reader.isAtEnd else { throw DamagedTable() }
    self.init(classes: classes, findings: findings)
  }

  private static func add(_ finding: RecordClassifier.Finding?, to body: inout ByteWriter) {
    guard let finding else { return body.bytes.append(0) }
    body.bytes.append(finding.evidence == nil ? 1 : 2)
    body.add(finding.place.lowerBound)
    body.add(finding.place.upperBound)
    body.bytes.append(UInt8(clamping: finding.kind.leads))
    body.bytes.append(finding.kind.hasElectrograms ? 1 : 0)
    body.add(finding.verdict)
    guard let evidence = finding.evidence else { return }
    body.add([evidence.energy, evidence.similarity])
    body.add(evidence.probabilities)
    body.add(evidence.prototypeProbabilities)
    body.add(finding.similarities)
  }

  private static func finding(
    _ reader: inout ByteReader, classes: Int
  ) throws(DamagedTable) -> RecordClassifier.Finding? {
    let state = try reader.byte()
    if state == 0 { return nil }
    guard state == 1 || state == 2 else { throw DamagedTable() }
    let (lower, upper) = (try reader.integer(), try reader.integer())
    guard lower < upper else { throw DamagedTable() }
    let kind = InputKind(
      leads: Int(try reader.byte()), hasElectrograms: try reader.byte() == 1)
    var finding = RecordClassifier.Finding(
      place: lower..<upper, evidence: nil, kind: kind, verdict: try reader.verdict(classes))
    guard state == 2 else { return finding }
    let measures = try reader.doubles(2)
    finding.evidence = UncertaintyFlag.Evidence(
      probabilities: try reader.doubles(classes), energy: measures[0], similarity: measures[1],
      prototypeProbabilities: try reader.doubles(classes))
    finding.similarities = try reader.doubles(classes)
    return finding
  }
}

/// That a file of findings is not what was written, or of another key.
struct DamagedTable: Error {}

/// Puts numbers and texts one after the other.
struct ByteWriter {
  var bytes: [UInt8] = []

  mutating func add(_ number: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }

  mutating func add(_ number: Int) { add(UInt64(number)) }

  mutating func add(_ numbers: [Double]) {
    for number in numbers { add(number.bitPattern) }
  }

  mutating func add(_ text: String) {
    add(text.utf8.count)
    bytes += Array(text.utf8)
  }
}

/// Takes them off again.
struct ByteReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  mutating func take(_ count: Int) throws(DamagedTable) -> ArraySlice<UInt8> {
    guard count >= 0, count <= bytes.count - position else { throw DamagedTable() }
    position += count
    return bytes[position - count..<position]
  }

  mutating func byte() throws(DamagedTable) -> UInt8 {
    guard let byte = try take(1).first else { throw DamagedTable() }
    return byte
  }

  mutating func number() throws(DamagedTable) -> UInt64 {
    try take(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  mutating func integer() throws(DamagedTable) -> Int {
    guard let value = Int(exactly: try number()) else { throw DamagedTable() }
    return value
  }

  /// A number of things, each of which takes at least a byte.
  mutating func count() throws(DamagedTable) -> Int {
    let count = try integer()
    guard count <= bytes.count - position else { throw DamagedTable() }
    return count
  }

  mutating func doubles(_ count: Int) throws(DamagedTable) -> [Double] {
    var values: [Double] = []
    for _ in 0..<count { values.append(Double(bitPattern: try number())) }
    return values
  }

  mutating func text() throws(DamagedTable) -> String {
    guard let text = String(validating: try take(try count()), as: UTF8.self) else {
      throw DamagedTable()
    }
    return text
  }
}
