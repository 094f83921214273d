import Foundation
import Synchronization

/// Random access to format 8, whose samples are running sums of 8-bit differences: the sums
/// before every 4096th frame, found once, when the first sample is asked for.
final class DifferenceIndex: Sendable {
  private static let spacing = 4096
  private let samplesPerFrame: Int
  private let byteOffset: Int
  private let initialValues: [Int32]
  /// Which signal each sample of a frame belongs to.
  private let owners: [Int]
  private let sums = Mutex<[Int32]?>(nil)

  /// - Parameters:
  ///   - initialValues: value before the first difference, a signal each.
  ///   - owners: for each sample of a frame, the signal's place in `initialValues`.
  ///   - byteOffset: bytes before the first difference.
  init(initialValues: [Int32], owners: [Int], byteOffset: Int) {
    self.byteOffset = byteOffset
    self.initialValues = initialValues
    self.owners = owners
    samplesPerFrame = owners.count
  }

  /// Decodes the samples of one signal in `frames`, as they lie in the file (no skew).
  func decode(_ bytes: Data, signal: Int, frames: Range<Int>) -> [Int32] {
    let start = frames.lowerBound / Self.spacing
    var sum = checkpoint(bytes, start: start, signal: signal)
    var output: [Int32] = []
    output.reserveCapacity(frames.count)
    let places = owners.indices.filter { owners[$0] == signal }
    unsafe bytes.withUnsafeBytes { (input: UnsafeRawBufferPointer) in
      for frame in start * Self.spacing..<frames.upperBound {
        for place in places {
          sum &+= unsafe Int32(
            Int8(bitPattern: input[byteOffset + frame * samplesPerFrame + place]))
          if frame >= frames.lowerBound { output.append(sum) }
        }
      }
    }
    return output
  }

  private func checkpoint(_ bytes: Data, start: Int, signal: Int) -> Int32 {
    sums.withLock { sums in
      let table = sums ?? scan(bytes)
      sums = table
      return table[start * initialValues.count + signal]
    }
  }

  private func scan(_ bytes: Data) -> [Int32] {
    var current = initialValues
    var table: [Int32] = []
    unsafe bytes.withUnsafeBytes { (input: UnsafeRawBufferPointer) in
      let frames = max(0, input.count - byteOffset) / samplesPerFrame
      for frame in 0...frames {
        if frame % Self.spacing == 0 { table += current }
        if frame == frames { break }
        for place in 0..<samplesPerFrame {
          let difference = unsafe Int8(
            bitPattern: input[byteOffset + frame * samplesPerFrame + place])
          current[owners[place]] &+= Int32(difference)
        }
      }
    }
    return table
  }
}
