import Dispatch
import Foundation

/// Has SIGINT, SIGTERM and SIGHUP end work in order, and not the program at once; a pipe that
/// nobody reads any more is an error to whoever writes, and no end.
struct EndingSignals {
  private let sources: [any DispatchSourceSignal]
  private static let numbers = [SIGINT, SIGTERM, SIGHUP]

  init(_ end: @escaping @Sendable () -> Void) {
    signal(SIGPIPE, SIG_IGN)
    let queue = DispatchQueue(label: "ending signals")
    sources = Self.numbers.map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { end() }
      source.resume()
      return source
    }
  }

  func cancel() {
    for source in sources { source.cancel() }
    for number in Self.numbers + [SIGPIPE] { signal(number, SIG_DFL) }
  }
}
