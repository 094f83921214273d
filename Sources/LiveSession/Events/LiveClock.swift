import Dispatch

/// Our clock, which never steps: by it delays are measured, and silence.
public enum LiveClock {
  /// In seconds.
  public static var now: Double { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }
}
