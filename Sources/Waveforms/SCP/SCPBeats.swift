/// Section 4: where the heart beats, and from where to where the reference beat was subtracted.
/// Samples are counted from 1.
struct SCPBeats {
  struct Beat {
    /// 0 is of the shape of the reference beat; others are numbered by the writer.
    var type: Int
    /// Samples from which the reference beat was subtracted.
    var zone: ClosedRange<Int>?
    /// The point by which the beat is laid upon the reference beat.
    var fiducial: Int
  }

  /// Length of the reference beat, in ms.
  var referenceMilliseconds = 0
  /// Sample of the reference beat that is its fiducial point.
  var referenceFiducial = 0
  var beats: [Beat] = []
  /// Whether the section ends before the beats that it counts.
  var isCut = false

  init(_ body: ByteReader?) {
    guard let body, let length = body.uint16(0), let fiducial = body.uint16(2),
      let count = body.uint16(4)
    else { return }
    referenceMilliseconds = Int(length)
    referenceFiducial = Int(fiducial)
    for index in 0..<Int(count) {
      let place = 6 + 14 * index
      guard let type = body.uint16(place), let first = body.uint32(place + 2),
        let fiducial = body.uint32(place + 6), let last = body.uint32(place + 10)
      else {
        isCut = true
        return
      }
      let zone = first >= 1 && first <= last ? Int(first)...Int(last) : nil
      beats.append(Beat(type: Int(type), zone: zone, fiducial: Int(fiducial)))
    }
  }
}
