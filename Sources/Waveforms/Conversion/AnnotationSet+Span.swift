extension AnnotationSet {
  /// The annotations in a span of frames, with times counted from its start. What lies before
  /// frame 0 or behind the end in the file itself is kept where the span reaches so far.
  func shifted(to frames: Range<Int>, isToEnd: Bool, _ frameRateHz: Double) -> AnnotationSet {
    let ticks = (timeResolutionHz ?? frameRateHz) / frameRateHz
    let first = Int((Double(frames.lowerBound) * ticks).rounded())
    let end = Int((Double(frames.upperBound) * ticks).rounded())
    var copy = self
    copy.annotations = annotations.filter {
      (frames.lowerBound == 0 || $0.time >= first) && (isToEnd || $0.time < end)
    }
    for index in copy.annotations.indices { copy.annotations[index].time -= first }
    return copy
  }

  /// The set as a WFDB file can hold it, and what is lost by that.
  ///
  /// A plain note that would come first at time 0 gets a subtype: readers take one without for a
  /// remark of the file. A text that is too long is cut at the end of a letter.
  func fitForWFDB() -> (set: AnnotationSet, warnings: [String]) {
    var copy = self
    for index in copy.fileOrder {
      let annotation = copy.annotations[index]
      guard annotation.time == 0, annotation.code == .note, annotation.subtype == 0 else { break }
      copy.annotations[index].subtype = 1
    }
    var cut = 0
    var timeless = 0
    for index in copy.annotations.indices {
      let annotation = copy.annotations[index]
      if annotation.durationSeconds != nil, annotation.code != .note { timeless += 1 }
      let excess = annotation.auxWithDuration.count - 255
      guard excess > 0 else { continue }
      cut += 1
      copy.annotations[index].aux = Self.cut(annotation.aux, to: annotation.aux.count - excess)
    }
    var warnings: [String] = []
    if cut > 0 {
      warnings.append(
        "annotations \(annotator): WFDB holds 255 bytes of text, and "
          + "\(cut.counted("longer text")) had to be cut")
    }
    if timeless > 0 {
      warnings.append(
        "annotations \(annotator): WFDB holds durations of notes alone, \(timeless) of other marks "
          + "are lost")
    }
    return (copy, warnings)
  }

  /// The first `count` bytes at most, without half a letter at the end.
  private static func cut(_ aux: [UInt8], to count: Int) -> [UInt8] {
    var end = max(0, min(count, aux.count))
    while end > 0, end < aux.count, aux[end] & 0xC0 == 0x80 { end -= 1 }
    return Array(aux[..<end])
  }
}
