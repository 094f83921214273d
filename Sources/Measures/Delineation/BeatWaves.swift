import SignalProcessing

/// Where a beat's waves begin and end, from all its leads, in seconds from the record's start.
struct BeatWaves: Sendable {
  /// The median of the leads' marks.
  let median: [Double]
  /// From the earliest to the latest lead: where the second lead of twelve has begun, or only one
  /// has still to end (CSE Working Party, Eur Heart J 1985;6:815, takes the extreme leads that are
  /// confirmed by another).
  let extreme: [Double]
  /// The median distance of the leads' T ends from their median, in seconds.
  let tSpread: Double
  /// Leads that differ by more about the T wave's end show different waves: a U wave, a P wave. Two
  /// leads differ more than many do from their median.
  var greatestSpread: Double { leadCount > 3 ? 0.027 : 0.07 }
  private let leadCount: Int
  /// Log odds that there is a P and a T wave, the mean of the leads.
  let presence: (p: Float, t: Float)

  subscript(mark: WaveMark) -> Double { median[mark.rawValue] }
  func global(_ mark: WaveMark) -> Double { extreme[mark.rawValue] }

  /// Nil of no leads.
  init?(_ leads: [LeadReading], beat: Double) {
    guard !leads.isEmpty else { return nil }
    func seconds(_ place: Double) -> Double { Self.seconds(place, beat: beat) }
    median = WaveMark.allCases.map { mark in
      var places = leads.map { Float($0.places[mark.rawValue]) }
      return seconds(Double(OrderStatistics.median(&places)))
    }
    let middle =
      Float(LeadWindow.beatSample)
      + Float((median[WaveMark.tEnd.rawValue] - beat) * LeadWindow.rateHz)
    var distances = leads.map { abs(Float($0.places[WaveMark.tEnd.rawValue]) - middle) }
    tSpread = Double(OrderStatistics.median(&distances)) / LeadWindow.rateHz
    // Of three leads or fewer the second one from outside is the median.
    extreme =
      leads.count > 3
      ? WaveMark.allCases.map { mark in
        seconds(mark == .qrsOnset ? Self.earliest(mark, leads) : Self.extreme(mark, leads))
      } : median
    leadCount = leads.count
    let count = Float(leads.count)
    presence = (
      leads.reduce(0) { $0 + $1.presence.p } / count,
      leads.reduce(0) { $0 + $1.presence.t } / count
    )
  }

  /// The time of a place in a beat's window.
  static func seconds(_ place: Double, beat: Double) -> Double {
    beat + (place - Double(LeadWindow.beatSample)) / LeadWindow.rateHz
  }

  /// In all leads the QRS complex begins at once, and at one moment but for those that see it from
  /// the side: the onset is near the earliest lead's. Of the twelve whose second one hands mark,
  /// the eight that are independent are read. Chosen on LUDB's records here.
  private static let earlyPart = 0.05

  private static func earliest(_ mark: WaveMark, _ leads: [LeadReading]) -> Double {
    var places = leads.map { Float($0.places[mark.rawValue]) }
    return Double(OrderStatistics.quantile(&places, earlyPart))
  }

  /// Where, by their likelihoods, so many leads are to be expected to have begun, or still to go
  /// on, as a second of twelve would be.
  private static func extreme(_ mark: WaveMark, _ leads: [LeadReading]) -> Double {
    let wanted = min(secondLead(mark), Float(leads.count) / 2)
    let isEnd = mark == .pOffset || mark == .qrsOffset || mark == .tEnd
    let last = LeadWindow.count - 1
    var sum: Float = 0
    for step in 0...last {
      let index = isEnd ? last - step : step
      let here = leads.reduce(Float(0)) { $0 + $1.likelihood[mark.rawValue][index] }
      guard sum + here >= wanted else {
        sum += here
        continue
      }
      let part = here > 0 ? Double((sum + here - wanted) / here) : 0
      return Double(index) + (isEnd ? part : -part)
    }
    return Double(isEnd ? 0 : last)
  }

  /// Waves end little by little, and in some leads late. Of twelve leads the eight that are
  /// independent are read, and likelihoods have tails, which are longest where waves are flat.
  /// Chosen on LUDB's records here, beside the hand marks' second lead.
  private static func secondLead(_ mark: WaveMark) -> Float {
    switch mark {
    case .pOnset, .pOffset: 2.25
    case .qrsOnset, .qrsOffset: 1.75
    case .tEnd: 2.5
    }
  }
}
