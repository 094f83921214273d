/// The stretch around a beat that its form is taken from, in samples at 125 Hz.
///
/// Samples are means of two at 250 Hz, which is enough for forms: what lies above 60 Hz in a
/// complex is noise to the sorting, and half the memory is saved.
public enum FormWindow {
  /// The rate of the leads that forms are taken from, in hertz.
  public static let sourceRateHz = 250.0
  /// The rate of stored forms, in hertz.
  public static let samplingRateHz = 125.0
  /// Samples before the beat: 264 ms, from before most P waves.
  public static let before = 33
  /// Samples from the beat on: 400 ms, to the end of most T waves.
  public static let after = 50
  /// Samples of one lead.
  public static let count = before + after

  /// The complex: from 80 ms before the beat to 160 ms after it.
  static let complex = before - 10..<before + 20
  /// The P wave: from 264 to 72 ms before the beat.
  static let early = 0..<24
  /// The T wave: from 144 to 400 ms after the beat.
  static let late = before + 18..<before + 50
}
