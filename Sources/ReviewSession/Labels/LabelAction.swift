public import Annotations

/// One thing that is done to a set of labels, as scripts say it.
public enum LabelAction: Sendable, Equatable {
  case add(Label, seconds: Double)
  case change(seconds: Double, Label)
  case remove(seconds: Double)
  case span(Label, from: Double, to: Double)
  /// Decides a place on which two readers differ, for what one of them says; for neither without a
  /// name.
  case take(String?, seconds: Double)
  case undo
  case redo
}

/// Why an action cannot be carried out; nothing is changed by it.
public enum LabelActionError: Error, Equatable, CustomStringConvertible {
  case unreadable(option: String, expected: String, found: String)
  case unknownSymbol(String, known: [String])
  case beyond(seconds: Double, duration: Double)
  case noMark(seconds: Double, nearest: Double?)
  case noDispute(seconds: Double, nearest: Double?)
  case notOfDispute(reader: String, readers: [String])
  case nothingTo(String)

  public var description: String {
    switch self {
    case .unreadable(let option, let expected, let found):
      "\(option): expected \(expected), found \"\(found)\""
    case .unknownSymbol(let symbol, let known):
      "label: expected a symbol that is known here, such as \(known.joined(separator: " ")), "
        + "found \"\(symbol)\""
    case .beyond(let seconds, let duration):
      "label: expected a time within the record, from 0 to \(duration) s, found \(seconds) s"
    case .noMark(let seconds, nil):
      "label: expected a mark within 50 ms of \(seconds) s, found no marks in the set"
    case .noMark(let seconds, let nearest?):
      "label: expected a mark within 50 ms of \(seconds) s, found the nearest at \(nearest) s"
    case .noDispute(let seconds, let nearest):
      "label: expected a place within 50 ms of \(seconds) s on which readers differ, found "
        + (nearest.map { "the nearest at \($0) s" } ?? "none that is undecided")
    case .notOfDispute(let reader, let readers):
      "label: expected \(readers.joined(separator: ", ")) or neither, found \"\(reader)\""
    case .nothingTo(let what): "label: expected a change to \(what), found none"
    }
  }
}

extension LabelBook {
  /// How far a mark may lie from the moment that it is asked for at, in seconds.
  public static let reach = 0.05

  /// Carries an action out.
  /// - Parameter duration: of the record, in seconds.
  /// - Returns: what was done.
  public mutating func perform(_ action: LabelAction, duration: Double) throws -> Transaction {
    let made: Transaction?
    switch action {
    case .add, .change, .remove, .span: made = try commit([edit(action, duration)])
    case .take(let reader, let seconds): made = try commit(decide(for: reader, at: seconds))
    case .undo: made = try undo()
    case .redo: made = try redo()
    }
    guard let made else {
      throw LabelActionError.nothingTo(action == .redo ? "make again" : "take back")
    }
    return made
  }

  private func edit(_ action: LabelAction, _ duration: Double) throws -> Edit {
    let editing = LabelEditing(reader: reader)
    switch action {
    case .add(let label, let seconds):
      let tick = try tick(seconds, duration)
      return editing.add(try known(label), tick..<tick)
    case .change(let seconds, let label):
      return editing.change(try mark(near: seconds), to: try known(label))
    case .remove(let seconds): return editing.remove(try mark(near: seconds))
    case .span(let label, let from, let to):
      let (start, end) = (try tick(from, duration), try tick(to, duration))
      guard start < end else {
        throw LabelActionError.unreadable(
          option: "--span", expected: "an end at least a sample behind its start",
          found: "\(from)-\(to)")
      }
      return editing.add(label, start..<end)
    case .take, .undo, .redo: preconditionFailure("Expected an action that is one edit")
    }
  }

  private func decide(for reader: String?, at seconds: Double) throws -> [Edit] {
    let readers = Adjudication.names(source: source) ?? []
    if let reader, !readers.contains(reader) {
      throw LabelActionError.notOfDispute(reader: reader, readers: readers)
    }
    let timeLine = marks.timeLine
    func distance(_ dispute: Dispute) -> Double {
      dispute.marks.map { abs(timeLine.seconds($0.start) - seconds) }.min() ?? .infinity
    }
    let nearest = marks.disputes.min { distance($0) < distance($1) }
    guard let nearest, distance(nearest) <= Self.reach + 1e-9 else {
      throw LabelActionError.noDispute(
        seconds: seconds, nearest: nearest?.marks.first.map { timeLine.seconds($0.start) })
    }
    return LabelEditing(reader: self.reader).decide(nearest, for: reader)
  }

  private func tick(_ seconds: Double, _ duration: Double) throws -> Int {
    guard seconds >= 0, seconds <= duration else {
      throw LabelActionError.beyond(seconds: seconds, duration: duration)
    }
    return marks.timeLine.tick(nearest: seconds)
  }

  /// A label of the vocabulary, or of those that the set defines or holds.
  private func known(_ label: Label) throws -> Label {
    let isKnown =
      label.meaning.kind != .unknown || definitions.contains { $0.symbol == label.symbol }
      || marks.contains { $0.label.symbol == label.symbol }
    guard isKnown else {
      throw LabelActionError.unknownSymbol(
        label.symbol, known: ["N", "V", "A", "F", "/", "Q"] + definitions.map(\.symbol))
    }
    return label
  }

  private func mark(near seconds: Double) throws -> Mark {
    let nearest = marks.nearest(to: seconds)
    let found = nearest.map { marks.timeLine.seconds($0.start) }
    guard let nearest, let found, abs(found - seconds) <= Self.reach + 1e-9 else {
      throw LabelActionError.noMark(seconds: seconds, nearest: found)
    }
    return nearest
  }
}

extension LabelAction {
  /// `V@12.34`, or with a text `X AVRT@12.34`.
  public static func add(_ text: String) throws(LabelActionError) -> LabelAction {
    guard let at = text.lastIndex(of: "@"), let label = label(text[..<at]),
      let seconds = seconds(text[text.index(after: at)...])
    else {
      throw .unreadable(option: "--add", expected: "LABEL@SECONDS, as V@12.34", found: text)
    }
    return .add(label, seconds: seconds)
  }

  /// `45.6=S`
  public static func change(_ text: String) throws(LabelActionError) -> LabelAction {
    guard let sign = text.firstIndex(of: "="), let seconds = seconds(text[..<sign]),
      let label = label(text[text.index(after: sign)...])
    else {
      throw .unreadable(option: "--change", expected: "SECONDS=LABEL, as 45.6=S", found: text)
    }
    return .change(seconds: seconds, label)
  }

  /// `78.9`
  public static func remove(_ text: String) throws(LabelActionError) -> LabelAction {
    guard let seconds = seconds(text[...]) else {
      throw .unreadable(option: "--remove", expected: "a time in seconds, as 78.9", found: text)
    }
    return .remove(seconds: seconds)
  }

  /// `AFIB@10-20`, a rhythm by its name, or `noise@10-20`.
  public static func span(_ text: String) throws(LabelActionError) -> LabelAction {
    let wrong = LabelActionError.unreadable(
      option: "--span", expected: "NAME@START-END in seconds, as AFIB@10-20", found: text)
    guard let at = text.lastIndex(of: "@") else { throw wrong }
    let times = text[text.index(after: at)...].split(
      separator: "-", omittingEmptySubsequences: false)
    let name = text[..<at].drop { $0 == "(" }
    guard times.count == 2, !name.isEmpty, let from = seconds(times[0]), let to = seconds(times[1])
    else { throw wrong }
    return .span(spanLabel(String(name)), from: from, to: to)
  }

  /// `ann@12.34`, or `neither@12.34`
  public static func take(_ text: String) throws(LabelActionError) -> LabelAction {
    guard let at = text.lastIndex(of: "@"), at != text.startIndex,
      let seconds = seconds(text[text.index(after: at)...])
    else {
      throw .unreadable(
        option: "--take", expected: "READER@SECONDS or neither@SECONDS", found: text)
    }
    let reader = String(text[..<at])
    return .take(reader == "neither" ? nil : reader, seconds: seconds)
  }

  /// The label of a rhythm as people type its name: with or without a bracket, in any case. Nil for
  /// nothing.
  public static func rhythmLabel(typed text: String) -> Label? {
    let name = String(text.drop { $0 == "(" })
    guard !name.isEmpty else { return nil }
    let known = Vocabulary.rhythms.first { $0.name.lowercased() == name.lowercased() }
    return spanLabel(known?.name ?? name)
  }

  /// The label of a span of a rhythm, or of noise.
  public static func spanLabel(_ name: String) -> Label {
    name == "noise" || name == Vocabulary.qualitySymbol
      ? Label(symbol: Vocabulary.qualitySymbol)
      : Label(symbol: Vocabulary.rhythmSymbol, text: "(" + name)
  }

  /// A symbol, and after a space its text. The classes of EC57 have symbols of the standard's own.
  private static func label(_ text: Substring) -> Label? {
    let parts = text.split(separator: " ", maxSplits: 1)
    guard let symbol = parts.first else { return nil }
    return Label(symbol: String(symbol), text: parts.count > 1 ? String(parts[1]) : "")
  }

  private static func seconds(_ text: some StringProtocol) -> Double? {
    Double(text).flatMap { $0.isFinite ? $0 : nil }
  }
}
