/// Writes records as EDF+ of 16 bits or BDF+ of 24 bits, in one continuous piece.
///
/// After *European data format 'plus' (EDF+)*, Kemp and Olivan, Clinical Neurophysiology 114
/// (2003). Digital values are kept as they are. What EDF has no place for (missing samples, the
/// true length where the last data record is filled up, long names, remarks, the fields of WFDB
/// annotations) is written in forms that other programs show as text, and that `EDFReader`
/// understands.
public enum EDFWriter {
  /// The width of the samples.
  public enum Format: Sendable { case edf, bdf }

  /// Writes a file, which appears whole or not at all.
  /// - Parameters:
  ///   - sets: annotations on the record's own time line.
  ///   - channels: indices of the channels to be written; all if nil.
  ///   - frames: the span to be written; the whole record if nil.
  /// - Returns: what is lost for other programs, in plain sentences.
  @discardableResult
  public static func write(
    _ record: Record, annotations sets: [AnnotationSet] = [], channels: [Int]? = nil,
    frames: Range<Int>? = nil, as format: Format, path: String
  ) throws -> [String] {
    let frames = (frames ?? 0..<record.frameCount).clamped(to: 0..<record.frameCount)
    let channels = channels ?? Array(record.channels.indices)
    guard !frames.isEmpty, !channels.isEmpty else {
      throw FileError.cannotWrite(
        file: path, reason: "expected a frame and a channel at least, found none")
    }
    let plan = try EDFFilePlan(
      record, sets, channels: channels, frames: frames, isBDF: format == .bdf, path: path)
    try plan.write(path: path)
    return plan.warnings
  }
}
