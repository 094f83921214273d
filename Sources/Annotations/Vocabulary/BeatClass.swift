/// Classes of beats by ANSI/AAMI EC57.
public enum BeatClass: String, Sendable, CaseIterable {
  /// Any beat that is in none of the others: sinus, bundle branch block, escape.
  case normal = "N"
  /// Supraventricular ectopic.
  case supraventricular = "S"
  /// Ventricular ectopic.
  case ventricular = "V"
  /// Fusion of a ventricular and a normal beat.
  case fusion = "F"
  /// Paced, fusion of a paced and a normal beat, or unclassifiable.
  case unclassifiable = "Q"
}
