/// Names of what MFER numbers.
enum MFERCodes {
  /// The dominant beat: a mean, not a recording.
  static let dominantBeat = 9
  static let statusLead = 4160

  static let units: [UInt8: String] = [
    1: "mmHg", 2: "Pa", 3: "cmH2O", 4: "mmHg/s", 5: "dyn", 6: "N", 7: "%", 8: "degC", 9: "/min",
    10: "/s", 11: "Ohm", 12: "A", 13: "rpm", 14: "W", 15: "dB", 16: "kg", 17: "J",
    18: "dyn.s/m2.cm5", 19: "L", 20: "L/s", 21: "L/min", 22: "cd",
  ]

  static let waveforms = [
    1: "standard 12-lead ECG", 2: "long-term ECG", 3: "vectorcardiogram", 4: "exercise ECG",
    5: "intracardiac ECG", 6: "body surface ECG", 7: "ventricular late potential",
    8: "body surface late potential", 9: "dominant beat", 20: "long-term monitoring",
    21: "monitoring", 30: "heart sound", 31: "pulse wave", 40: "resting EEG",
  ]

  static let leads = [
    1: "I", 2: "II", 3: "V1", 4: "V2", 5: "V3", 6: "V4", 7: "V5", 8: "V6", 9: "V7", 11: "V3R",
    12: "V4R", 13: "V5R", 14: "V6R", 15: "V7R", 16: "X", 17: "Y", 18: "Z", 19: "CC5", 20: "CM5",
    31: "NASA", 32: "CB4", 33: "CB5", 34: "CB6", 61: "III", 62: "aVR", 63: "aVL", 64: "aVF",
    65: "-aVR", 66: "V8", 67: "V9", 68: "V8R", 69: "V9R", 70: "D", 71: "A", 72: "J",
    143: "Blood pressure", 160: "Impedance respiration", 175: "SpO2", 4160: "Status",
    4161: "Body position", 4162: "Body motion", 4163: "Respiration", 4166: "ECG1", 4167: "ECG2",
    4168: "ECG3", 4169: "ECG4",
  ]
}
