import Foundation

extension StripForm {
  /// Paper speed in mm/s where nothing else is wanted.
  public var usualSpeed: Double { self == .study ? 100 : 25 }

  /// Seconds of a strip where nothing else is wanted: ten, or of a study one row.
  public func usualSeconds(speed: Double) -> Double {
    guard self == .study else { return 10 }
    return (StripLayout.rowCapacity(speed: speed) * 10).rounded(.down) / 10
  }
}
