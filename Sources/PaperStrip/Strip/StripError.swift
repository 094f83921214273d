/// Why a strip cannot be drawn, in one sentence.
public enum StripError: Error, Sendable, Equatable, CustomStringConvertible {
  case outOfRange(name: String, expected: String, found: Double)
  case noChannels(record: String)
  case noChannel(record: String, index: Int, count: Int)
  case beyondEnd(record: String, start: Double, duration: Double)
  case severalPages(format: StripFormat, pages: Int)
  case tooLarge(format: StripFormat, widthMillimetres: Double, heightMillimetres: Double)
  case cairo(job: String, reason: String)

  public var description: String {
    switch self {
    case .outOfRange(let name, let expected, let found):
      "strip, \(name): expected \(expected), found \(found)"
    case .noChannels(let record): "\(record): expected at least one channel to draw, found none"
    case .noChannel(let record, let index, let count):
      "\(record): expected a channel from 0 to \(count - 1), found \(index)"
    case .beyondEnd(let record, let start, let duration):
      "\(record): expected a strip that begins within its \(duration) s, found one at \(start) s"
    case .severalPages(let format, let pages):
      "\(format.rawValue): expected a strip of one page, found \(pages) pages, which only a PDF can "
        + "hold; paper that is cut as one sheet grows instead"
    case .tooLarge(let format, let width, let height):
      "\(format.rawValue): expected a sheet that the format can hold, found one of "
        + "\(Int(width.rounded())) x \(Int(height.rounded())) mm; draw less time, or fewer channels"
    case .cairo(let job, let reason): "strip: Cairo cannot \(job): \(reason)"
    }
  }
}
