/// A third reader's decisions on what two others differ on, as a set of marks of its own.
///
/// The set begins with what both agree on. Each place on which they differ is in it as proposals of
/// both, with its number (`Provenance.disputed`): deciding is accepting one, or another mark, and
/// removing the others, so that what is undecided is always what is left.
public enum Adjudication {
  /// What the set of two readers begins with.
  /// - Parameter names: of the sets of both.
  public static func beginning(
    _ comparison: SetComparison, of names: [String], definitions: [LabelDefinition]
  ) throws(MarkConflict) -> SetBeginning {
    var marks = comparison.agreed.map { fresh($0, $0.provenance) }
    for (number, place) in comparison.disagreements.enumerated() {
      for (name, mark) in zip(names, [place.first, place.second]) {
        guard let mark else { continue }
        marks.append(fresh(mark, .disputed(name, number: number + 1)))
      }
    }
    return SetBeginning(
      source: source(of: names),
      marks: try MarkIndex(marks, timeLine: comparison.timeLine), definitions: definitions)
  }

  /// Marks of two sets that were based on one file have the same identities.
  private static func fresh(_ mark: Mark, _ provenance: Provenance) -> Mark {
    Mark(
      id: .random(), ticks: mark.ticks, rank: mark.rank, label: mark.label,
      channels: mark.channels, provenance: provenance, fields: mark.fields)
  }

  private static let separator = "+"

  /// What a set says that it begins with: `ann+bob`.
  public static func source(of names: [String]) -> String {
    names.joined(separator: separator)
  }

  /// The two sets that a set was made of; nil for one that was made otherwise.
  public static func names(source: String?) -> [String]? {
    let names = source?.split(separator: Character(separator)).map(String.init) ?? []
    return names.count == 2 ? names : nil
  }
}

/// A place of a set on which two readers differ and nobody has decided yet.
public struct Dispute: Sendable, Equatable {
  public var number: Int
  /// One or two, in order of time.
  public var marks: [Mark]

  /// What a reader says there; nil for nothing.
  public func mark(of reader: String) -> Mark? {
    marks.first {
      if case .disputed(reader, _) = $0.provenance { true } else { false }
    }
  }
}

extension Sequence<Mark> {
  /// The places of a set that wait for a decision, in order of time.
  public var disputes: [Dispute] {
    var found: [Dispute] = []
    var places: [Int: Int] = [:]
    for mark in self {
      guard let number = mark.provenance.disputeNumber else { continue }
      if let place = places[number] {
        found[place].marks.append(mark)
      } else {
        places[number] = found.count
        found.append(Dispute(number: number, marks: [mark]))
      }
    }
    return found
  }
}
