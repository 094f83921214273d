import ArrhythmiaModel
import ReviewSession
import SignalProcessing

/// What a model of beats says of the beats of a table of families.
struct BeatVerdicts: Sendable {
  let classes: [String]
  /// In the order of the table; nil for a beat that was not read.
  private let said: [(decision: Int, probability: Double)?]

  /// How near a model's beat has to be to the table's, in seconds.
  private static let reach = 0.05

  /// Nil where no model of beats is open.
  init?(_ model: ModelState?, of table: FamilyTable) {
    guard let model, model.facts.isBeatCentred, model.isReading else { return nil }
    classes = model.classes
    said = table.times.map { time in
      guard let index = model.index(at: time), let evidence = model.findings[index]?.evidence,
        abs(model.places[index].lowerBound - time) <= Self.reach
      else { return nil }
      return (evidence.decision, evidence.confidence)
    }
  }

  /// How far from sure it is, 0...1; a beat that was not read is doubted most.
  func doubt(of beat: Int) -> Double { said[beat].map { 1 - $0.probability } ?? 1 }

  /// `V .87`
  func words(of beat: Int) -> String? {
    said[beat].map { "\(classes[$0.decision]) \(decimal($0.probability, 2).drop { $0 == "0" })" }
  }

  /// `N 93 %, V 7 %`; nil where none of them was read.
  func words(of beats: [Int]) -> String? {
    var counts: [Int: Int] = [:]
    for beat in beats {
      if let decision = said[beat]?.decision { counts[decision, default: 0] += 1 }
    }
    let all = counts.values.reduce(0, +)
    guard all > 0 else { return nil }
    return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(3).map {
      "\(classes[$0.key]) \(decimal(100 * Double($0.value) / Double(all), 0)) %"
    }.joined(separator: ", ")
  }
}

/// In which order a family's beats are gone through.
enum MemberOrder: Sendable, Equatable {
  case reading(ReadingOrder)
  /// The earliest first, as a part of the usual interval.
  case prematurity
  /// Those first that the model is least sure of.
  case doubt

  /// Those that there are, in the order in which a key goes through them.
  static func all(hasModel: Bool) -> [MemberOrder] {
    let reading = [ReadingOrder.bothEnds, .typicalFirst, .oddFirst, .time]
    return reading.map(MemberOrder.reading) + [.prematurity] + (hasModel ? [.doubt] : [])
  }
}
