import Foundation

/// Memory for the matrices of one computation: planned once, zeroed, used again and again, and
/// freed with the workspace.
@safe public final class Workspace: @unchecked Sendable {
  private var blocks: [(start: UnsafeMutableRawPointer, size: Int)] = unsafe []
  private var next: UnsafeMutableRawPointer?
  private var left = 0
  /// Bytes planned so far.
  public private(set) var byteCount = 0

  private static let pageBytes = 2 << 20
  private static let lineBytes = 64

  /// An empty workspace.
  public init() {}

  deinit {
    while let block = unsafe blocks.popLast() { unsafe munmap(block.start, block.size) }
  }

  /// Memory for `rows` times `columns` numbers, all zero, at the start of a cache line.
  public func matrix(_ rows: Int, _ columns: Int) -> Matrix {
    let bytes = rows * columns * MemoryLayout<Float>.stride
    // A line between neighbours keeps equally long matrices from sharing the same cache sets.
    let padded = (bytes + 2 * Self.lineBytes - 1) / Self.lineBytes * Self.lineBytes
    if padded > left { unsafe addBlock(atLeast: padded) }
    guard let place = unsafe next else { preconditionFailure("a block was just added") }
    unsafe next = place + padded
    left -= padded
    byteCount += padded
    return unsafe Matrix(
      start: place.assumingMemoryBound(to: Float.self), rows: rows, columns: columns,
      stride: columns)
  }

  /// The same with a gap behind each row where rows of that length would fall on the same cache
  /// sets: for what a product reads a stripe of columns of. `Matrix.spreadStride` says how long it
  /// is.
  public func spread(_ rows: Int, _ columns: Int) -> Matrix {
    let stride = Matrix.spreadStride(columns)
    return matrix(rows, stride).columns(0..<columns)
  }

  /// Memory for `count` numbers in one row.
  public func vector(_ count: Int) -> Matrix { matrix(1, count) }

  /// Blocks grow with the need, so that a small network takes little and a large one few calls. The
  /// system gives zeroed pages, and only those that are touched.
  @unsafe private func addBlock(atLeast bytes: Int) {
    let wanted = max(bytes, min(max(byteCount, 64 << 10), 32 << 20))
    let size = (wanted + Self.pageBytes - 1) / Self.pageBytes * Self.pageBytes
    let block = unsafe mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0)
    guard let block = unsafe block, unsafe block != MAP_FAILED else {
      fatalError("no memory for \(size) bytes of a network")
    }
    #if os(Linux)
      // Large pages spare the address translation of streaming through a batch.
      if wanted >= Self.pageBytes { unsafe _ = madvise(block, size, MADV_HUGEPAGE) }
    #endif
    unsafe blocks.append((block, size))
    unsafe next = block
    left = size
  }
}
