import Foundation
import Glibc

/// Opens the ends of a connection.
enum StreamSocket {
  /// A socket that waits for senders. Wraps `socket`, `bind` and `listen`.
  static func listen(at address: StreamAddress) throws(StreamError) -> Descriptor {
    let descriptor = try unsafe open(address) { number, place, size in
      var yes: Int32 = 1
      unsafe _ = setsockopt(
        number, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
      return unsafe bind(number, place, size) == 0 && Glibc.listen(number, 4) == 0
    }
    // A socket's file is its owner's alone: whoever may write to it may send.
    if case .unix(let path) = address { unsafe _ = chmod(path, 0o600) }
    return descriptor
  }

  /// The connection of a sender that waits; nil where it has gone again. Wraps `accept`.
  static func accept(_ listener: Descriptor) -> Descriptor? {
    let number = Glibc.accept(listener.number, nil, nil)
    guard number >= 0 else { return nil }
    _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    _ = fcntl(number, F_SETFL, O_NONBLOCK)
    keepAlive(number)
    return Descriptor(number)
  }

  /// A sender whose cable was pulled says nothing of it: one that does not answer for some ten
  /// seconds is gone. Of no effect on Unix sockets. Wraps `setsockopt`.
  private static func keepAlive(_ number: Int32) {
    func set(_ level: Int32, _ option: Int32, _ value: Int32) {
      var value = value
      unsafe _ = setsockopt(
        number, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }
    set(SOL_SOCKET, SO_KEEPALIVE, 1)
    set(Int32(IPPROTO_TCP), TCP_KEEPIDLE, 4)
    set(Int32(IPPROTO_TCP), TCP_KEEPINTVL, 2)
    set(Int32(IPPROTO_TCP), TCP_KEEPCNT, 3)
  }

  /// Connects to a receiver. Wraps `socket` and `connect`.
  static func connect(to address: StreamAddress) throws(StreamError) -> Descriptor {
    try unsafe open(address) { number, place, size in unsafe Glibc.connect(number, place, size) == 0
    }
  }

  /// Takes away the file of a socket that nobody listens at any more; one that is in use stays, and
  /// so does whatever is no socket.
  static func clear(_ address: StreamAddress) {
    guard case .unix(let path) = address else { return }
    var status = stat()
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK,
      (try? connect(to: address)) == nil
    else { return }
    unsafe _ = unlink(path)
  }

  /// Takes away the file of a socket that is no longer listened at.
  static func remove(_ address: StreamAddress) {
    if case .unix(let path) = address { unsafe _ = unlink(path) }
  }

  private static func open(
    _ address: StreamAddress, _ use: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Bool
  ) throws(StreamError) -> Descriptor {
    var reason = "there is no such address"
    switch address {
    case .unix(let path):
      var place = sockaddr_un()
      place.sun_family = sa_family_t(AF_UNIX)
      let room = MemoryLayout.size(ofValue: place.sun_path)
      guard path.utf8.count < room else {
        throw .cannotOpen(
          source: address.description, reason: "its path has more than \(room - 1) bytes")
      }
      unsafe withUnsafeMutableBytes(of: &place.sun_path) {
        unsafe $0.copyBytes(from: Array(path.utf8))
      }
      let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
      let isOpen = unsafe withUnsafePointer(to: &place) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          unsafe use(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
      }
      if isOpen { return Descriptor(number) }
      reason = words(errno)
      close(number)
    case .tcp(let host, let port):
      if let number = unsafe tcp(host, port, use, &reason) { return Descriptor(number) }
    }
    throw .cannotOpen(source: address.description, reason: reason)
  }

  /// Tries the host's addresses in turn. Wraps `getaddrinfo`.
  private static func tcp(
    _ host: String, _ port: UInt16, _ use: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Bool,
    _ reason: inout String
  ) -> Int32? {
    var hints = unsafe addrinfo()
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    unsafe hints.ai_flags = AI_NUMERICSERV
    var list: UnsafeMutablePointer<addrinfo>?
    guard unsafe getaddrinfo(host, String(port), &hints, &list) == 0 else { return nil }
    defer { unsafe freeaddrinfo(list) }
    var entry = unsafe list
    while let found = unsafe entry {
      let number = unsafe socket(
        found.pointee.ai_family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
      if let place = unsafe found.pointee.ai_addr,
        unsafe use(number, place, found.pointee.ai_addrlen)
      {
        return number
      }
      reason = words(errno)
      close(number)
      unsafe entry = found.pointee.ai_next
    }
    return nil
  }

  private static func words(_ code: Int32) -> String {
    unsafe String(cString: strerror(code)).lowercased()
  }
}
