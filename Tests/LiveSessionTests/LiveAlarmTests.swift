import LiveSession
import LiveStreams
import Testing
import Waveforms

@Suite struct LiveRateTests {
  @Test func isTheMeanOfTheLastIntervals() {
    var rate = LiveRate()
    #expect(rate.perMinute == nil)
    for beat in 0..<20 { rate.take(Double(beat) * 0.5) }
    #expect(rate.perMinute == 120 && rate.interval == 0.5)
    rate.take(9.5 + 0.75)
    #expect(rate.perMinute.map { $0 > 110 && $0 < 120 } == true)
  }

  @Test func aPauseBeginsAnew() {
    var rate = LiveRate()
    for beat in 0..<9 { rate.take(Double(beat)) }
    rate.take(20)
    #expect(rate.perMinute == nil && rate.interval == nil)
  }
}

@Suite struct LiveTrendTests {
  @Test func keepsFiveMinutes() {
    var trend = LiveTrend()
    for second in 0..<1000 { trend.note(Double(second), rate: Double(second), name: nil) }
    #expect(trend.points.count == LiveTrend.count)
    #expect(trend.points.last?.rate == 998)
  }

  @Test func aLeapOfHoursCostsNothing() {
    var trend = LiveTrend()
    trend.note(10, rate: 60, name: "SINUS")
    trend.note(1e7, rate: 70, name: "AF")
    #expect(trend.points.count <= LiveTrend.count)
  }
}
