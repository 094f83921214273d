/// A decimal number as EDF's header fields hold it: at most 8 characters, a point, no exponent.
struct EDFDecimal: Equatable {
  /// The number without its point: `-168.96` has -16896, and 2 decimals.
  var digits: Int
  var decimals: Int

  private static let powers: [Double] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7]
  private static let wholePowers = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000]

  /// The nearest number that 8 characters hold; nil where there is none.
  init?(nearest value: Double) {
    let magnitude = abs(value)
    // A minus sign, the digits before the point, the point: what is left is for decimals.
    let isNegative = value < 0
    guard magnitude < (isNegative ? 9_999_999.5 : 99_999_999.5) else { return nil }
    var whole = 1
    while whole < 8, magnitude >= Self.powers[min(whole, 7)] { whole += 1 }
    var room = max(0, 8 - whole - 1 - (isNegative ? 1 : 0))
    var digits = (value * Self.powers[room]).rounded()
    // 9.99999996 rounds to 10, which has one digit more before its point.
    if room > 0, abs(digits) >= Self.powers[min(7, whole)] * Self.powers[room] {
      room -= 1
      digits = (value * Self.powers[room]).rounded()
    }
    self.digits = Int(digits)
    decimals = room
    while decimals > 0, self.digits.isMultiple(of: 10) {
      self.digits /= 10
      decimals -= 1
    }
  }

  /// The number as a reader of the field has it.
  var value: Double { Double(digits) / Self.powers[decimals] }

  /// The number in millionths: fields that hold durations have at most six decimals.
  var millionths: Int { digits * Self.wholePowers[max(0, 6 - decimals)] }

  var text: String {
    let sign = digits < 0 ? "-" : ""
    let number = RecordStart.padded(Int(digits.magnitude), decimals + 1)
    guard decimals > 0 else { return sign + number }
    return sign + number.dropLast(decimals) + "." + number.suffix(decimals)
  }
}
