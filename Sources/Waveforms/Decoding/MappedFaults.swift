import Glibc
import Synchronization

/// Keeps the program alive where another one cuts a file short that is mapped here: the pages that
/// are gone read as zeros, and `MappedFile.isShortened` says so.
///
/// The size is looked at before bytes are touched, but between looking and touching there is always
/// a moment.
@safe
enum MappedFaults {
  /// Start and end of each file in memory, two words a place; both 0 where a place is free.
  nonisolated(unsafe) private static let places: UnsafeMutablePointer<UInt> = {
    let places = UnsafeMutablePointer<UInt>.allocate(capacity: 2 * count)
    unsafe places.initialize(repeating: 0, count: 2 * count)
    return unsafe places
  }()
  /// Files beyond these are not watched: the fault ends the program then, as it did.
  private static let count = 4096
  private static let pageBytes = UInt(sysconf(Int32(_SC_PAGESIZE)))
  private static let lock = Mutex(false)

  /// Watches a file's bytes for as long as this is there.
  final class Watch: Sendable {
    private let place: Int?

    init(_ bytes: UnsafeRawBufferPointer) {
      let start = UInt(bitPattern: bytes.baseAddress)
      place = MappedFaults.add(start..<start + UInt(bytes.count))
    }

    deinit { MappedFaults.remove(place) }
  }

  private static func add(_ range: Range<UInt>) -> Int? {
    guard !range.isEmpty else { return nil }
    return lock.withLock { isInstalled in
      if !isInstalled {
        isInstalled = true
        install()
      }
      guard let place = (0..<count).first(where: { unsafe places[2 * $0 + 1] == 0 }) else {
        return nil
      }
      unsafe places[2 * place] = range.lowerBound
      unsafe places[2 * place + 1] = range.upperBound
      return place
    }
  }

  private static func remove(_ place: Int?) {
    guard let place else { return }
    lock.withLock { _ in unsafe places[2 * place + 1] = 0 }
  }

  /// Wraps `sigaction` and, in the handler, `mmap`: a page of zeros in the place of one that is no
  /// more. Any other fault ends the program as if nobody had looked.
  private static func install() {
    _ = pageBytes
    var own = sigaction()
    own.sa_flags = SA_SIGINFO
    unsafe own.__sigaction_handler.sa_sigaction = { number, info, _ in
      let address = unsafe UInt(bitPattern: info?.pointee._sifields._sigfault.si_addr)
      let page = address & ~(MappedFaults.pageBytes - 1)
      for place in 0..<MappedFaults.count {
        guard unsafe MappedFaults.places[2 * place] <= address,
          unsafe address < MappedFaults.places[2 * place + 1]
        else { continue }
        let zeros = unsafe mmap(
          UnsafeMutableRawPointer(bitPattern: page), Int(MappedFaults.pageBytes), PROT_READ,
          MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0)
        if unsafe zeros != MAP_FAILED { return }
      }
      Glibc.signal(number, nil)
    }
    unsafe sigaction(SIGBUS, &own, nil)
  }
}
