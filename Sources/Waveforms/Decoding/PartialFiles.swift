import Glibc
import Synchronization

/// A file that is not whole yet: taken away where a signal ends the program while this value lives.
public final class PartialFile: Sendable {
  private let place: Int?

  /// Remembers a path; the file is made and put in place by others.
  public init(_ path: String) { place = PartialFiles.add(path) }

  deinit { PartialFiles.remove(place) }
}

/// Files that are not whole yet, taken away where a signal ends the program: whoever sends SIGINT,
/// SIGTERM or SIGHUP finds no leavings.
@safe
enum PartialFiles {
  /// As C strings, for a handler may not allocate: nil where a place is free.
  nonisolated(unsafe) private static let places:
    UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> = {
      let places = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: count)
      unsafe places.initialize(repeating: nil, count: count)
      return unsafe places
    }()
  private static let count = 256
  private static let signals = [SIGINT, SIGTERM, SIGHUP]
  private static let lock = Mutex(())

  /// Remembers a file; returns its place, nil where all are taken. Wraps `strdup` and `sigaction`.
  static func add(_ path: String) -> Int? {
    lock.withLock { _ in
      for place in 0..<count where unsafe places[place] == nil {
        unsafe places[place] = strdup(path)
        for number in signals { takeOver(number) }
        return place
      }
      return nil
    }
  }

  /// Forgets a file that is whole, or gone. Wraps `free`.
  static func remove(_ place: Int?) {
    guard let place else { return }
    lock.withLock { _ in
      let path = unsafe places[place]
      unsafe places[place] = nil
      unsafe free(path)
    }
  }

  /// Only where nobody else has an answer to the signal, as a screen has.
  private static func takeOver(_ number: Int32) {
    var known = sigaction()
    guard unsafe sigaction(number, nil, &known) == 0,
      unsafe known.__sigaction_handler.sa_handler == nil
    else { return }
    var own = sigaction()
    unsafe own.__sigaction_handler.sa_handler = { number in
      for place in 0..<PartialFiles.count {
        if let path = unsafe PartialFiles.places[place] { unsafe unlink(path) }
      }
      Glibc.signal(number, nil)
      raise(number)
    }
    unsafe sigaction(number, &own, nil)
  }
}
