import Foundation
import Waveforms

/// Reads a stream of lines: names first, then the numbers of a frame each, apart by commas,
/// semicolons or tabs.
///
/// A column of times gives the rate, where nobody has told it, and shows what is missing.
public struct CSVStreamDecoder: Sendable {
  /// What nobody can read out of the lines.
  public struct Settings: Sendable, Equatable {
    /// Samples per second; nil lets a column of times tell.
    public var samplingRateHz: Double?
    /// The unit of columns that name none.
    public var unit = "mV"

    public init(samplingRateHz: Double? = nil, unit: String = "mV") {
      (self.samplingRateHz, self.unit) = (samplingRateHz, unit)
    }
  }

  private let source: String
  private let settings: Settings
  private var columns: Columns?
  private var header: StreamHeader?
  private var line: [UInt8] = []
  /// Lines that came before the rate was known.
  private var early: [Row] = []
  private var clock: SampleClock?
  private var sequence: UInt64 = 0

  /// A line is no longer.
  private static let longestLine = 1 << 14
  /// Times that differ from the even line by less are only rounded, or came unevenly.
  private static let toleranceSeconds = 0.1
  /// Lines by which the rate is told: enough for times in milliseconds to tell 977 Hz from 1000.
  private static let linesForRate = 64

  private struct Row {
    var seconds: Double?
    var values: [Double]
  }

  /// Which cells are what.
  private struct Columns: Sendable {
    var separator: UInt8
    var count: Int
    /// The place of the times, and seconds in a unit of them.
    var time: (place: Int, scale: Double)?
    var signals: [(place: Int, channel: StreamHeader.Channel)]
  }

  public init(source: String, settings: Settings) {
    (self.source, self.settings) = (source, settings)
  }

  /// What the next bytes bring. Throws where the first line gives no names, or nothing gives a
  /// rate.
  public mutating func take(_ bytes: some Collection<UInt8>) throws(StreamError) -> [StreamMessage]
  {
    var messages: [StreamMessage] = []
    var rows: [Row] = []
    for byte in bytes {
      guard byte == UInt8(ascii: "\n") else {
        if line.count <= Self.longestLine { line.append(byte) }
        continue
      }
      if let message = try take(line: String(decoding: line, as: UTF8.self), &rows) {
        messages.append(message)
      }
      line.removeAll(keepingCapacity: true)
    }
    return messages + (try packets(rows))
  }

  /// The lines have ended.
  public mutating func finish() throws(StreamError) -> [StreamMessage] {
    var rows: [Row] = []
    if !line.isEmpty { _ = try take(line: String(decoding: line, as: UTF8.self), &rows) }
    line = []
    if header == nil, columns != nil { try settle() }
    return (header == nil ? [] : try packets(rows)) + [.end]
  }

  // MARK: Lines

  /// Takes a line; a row of numbers goes to `rows`, what is no such row is counted as corrupt.
  private mutating func take(
    line: String, _ rows: inout [Row]
  ) throws(StreamError) -> StreamMessage? {
    let text = line.trimmingCharacters(in: .whitespaces.union(.init(charactersIn: "\r\u{FEFF}")))
    if text.isEmpty || text.hasPrefix("#") { return nil }
    guard let columns else {
      self.columns = try named(text)
      return nil
    }
    let cells = CSVCells.split(text, separator: columns.separator)
    let time = columns.time.flatMap {
      Double(cells.indices.contains($0.place) ? cells[$0.place] : "")
    }
    guard cells.count == columns.count, columns.time == nil || time != nil else {
      return .corrupt(bytes: line.utf8.count)
    }
    rows.append(
      Row(
        seconds: columns.time.flatMap { scale in time.map { $0 * scale.scale } },
        values: columns.signals.map { Double(cells[$0.place]) ?? .nan }))
    return nil
  }

  private func named(_ text: String) throws(StreamError) -> Columns {
    let separators = [",", ";", "\t"].compactMap { $0.utf8.first }
    let separator = separators.max { a, b in
      text.utf8.count { $0 == a } < text.utf8.count { $0 == b }
    }
    let cells = CSVCells.split(text, separator: separator)
    guard cells.contains(where: { Double($0) == nil }) else {
      throw .content(
        source: source, expected: "a first line of names, apart by commas",
        found: "numbers: \"\(text.fitForLine)\"")
    }
    var columns = Columns(separator: separator ?? 44, count: cells.count, signals: [])
    for (place, cell) in cells.enumerated() {
      let name = CSVName(cell, unitCell: nil, isFirst: place == 0, bracketsAreUnits: true)
      switch name.role {
      case .signal:
        let line = Calibration.fine(unit: name.unit ?? settings.unit)
        columns.signals.append((place, .init(name: name.name, calibration: line)))
      case .time(let secondsPerUnit): columns.time = (place, secondsPerUnit)
      case .unknownTime: columns.time = (place, 1)
      case .index: continue
      }
    }
    return columns
  }

  // MARK: Packets

  private mutating func packets(_ rows: [Row]) throws(StreamError) -> [StreamMessage] {
    guard !rows.isEmpty || !early.isEmpty else { return [] }
    var messages: [StreamMessage] = []
    var rows = rows
    if header == nil {
      early += rows
      let isKnown = settings.samplingRateHz != nil || columns?.time == nil
      if isKnown || early.count >= Self.linesForRate { try settle() }
      rows = []
    }
    guard let header else { return [] }
    if sequence == 0 {
      messages.append(.header(header))
      rows = early + rows
      early = []
    }
    for row in rows { place(row, header, &messages) }
    return messages
  }

  /// Makes the header once the rate is known.
  private mutating func settle() throws(StreamError) {
    guard let columns else { return }
    let rate = try rate(columns)
    header = try StreamHeader(
      name: source, samplingRateHz: rate, channels: columns.signals.map(\.channel), source: source)
    clock = SampleClock(samplingRateHz: rate, toleranceSeconds: Self.toleranceSeconds)
  }

  private func rate(_ columns: Columns) throws(StreamError) -> Double {
    if let rate = settings.samplingRateHz { return rate }
    let times = early.compactMap(\.seconds)
    guard let rate = SampleClock.rate(times) else {
      throw .content(
        source: source, expected: "a rate: --rate HZ, or a column of times in seconds",
        found: columns.time == nil ? "neither" : "\(times.count) times that do not grow evenly")
    }
    return rate
  }

  /// Puts a row into the packet that it follows on, or begins another.
  private mutating func place(
    _ row: Row, _ header: StreamHeader, _ messages: inout [StreamMessage]
  ) {
    let frame = clock?.frame(of: row.seconds) ?? 0
    let samples = zip(row.values, header.channels).map { $1.calibration.sample($0) }
    if case .packet(var packet) = messages.last,
      packet.firstFrame + Int64(packet.samples.count / samples.count) == frame
    {
      packet.samples += samples
      messages[messages.count - 1] = .packet(packet)
      return
    }
    messages.append(
      .packet(
        StreamPacket(
          sequence: sequence, firstFrame: frame, sourceSeconds: row.seconds, samples: samples)))
    sequence += 1
  }
}
