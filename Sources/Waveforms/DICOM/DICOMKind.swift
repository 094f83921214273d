/// What a DICOM file holds, by its SOP class; see DICOM PS3.4, B.5, and PS3.6, A.
struct DICOMKind {
  /// With its article where it is not read, without where it is: `12-lead ECG`, `an MR image`.
  var name: String
  var isRead: Bool

  /// The kind of an SOP class; nil for one of which nothing is known.
  init?(identifier: String) {
    if let name = Self.read[identifier] {
      (self.name, isRead) = (name, true)
    } else if let name = Self.others[identifier] ?? Self.family(identifier) {
      (self.name, isRead) = (name, false)
    } else {
      return nil
    }
  }

  static let mediaDirectory = "1.2.840.10008.1.3.10"
  private static let storage = "1.2.840.10008.5.1.4.1.1."
  /// What the identifiers of all waveforms begin with.
  static let waveforms = "1.2.840.10008.5.1.4.1.1.9."

  private static let read: [String: String] = [
    "1.2.840.10008.5.1.4.1.1.9.1.1": "12-lead ECG",
    "1.2.840.10008.5.1.4.1.1.9.1.2": "general ECG",
    "1.2.840.10008.5.1.4.1.1.9.1.3": "ambulatory ECG",
    "1.2.840.10008.5.1.4.1.1.9.1.4": "general 32-bit ECG",
    "1.2.840.10008.5.1.4.1.1.9.2.1": "haemodynamic",
    "1.2.840.10008.5.1.4.1.1.9.3.1": "cardiac electrophysiology",
    "1.2.840.10008.5.1.4.1.1.9.5.1": "arterial pulse",
    "1.2.840.10008.5.1.4.1.1.9.6.1": "respiratory",
    "1.2.840.10008.5.1.4.1.1.9.6.2": "multichannel respiratory",
  ]

  private static let others: [String: String] = [
    mediaDirectory: "the directory of a medium",
    "1.2.840.10008.5.1.4.1.1.9.4.1": "a voice recording",
    "1.2.840.10008.5.1.4.1.1.9.4.2": "a sound recording",
    "1.2.840.10008.5.1.4.1.1.9.7.1": "a routine scalp EEG",
    "1.2.840.10008.5.1.4.1.1.9.7.2": "an electromyogram",
    "1.2.840.10008.5.1.4.1.1.9.7.3": "an electro-oculogram",
    "1.2.840.10008.5.1.4.1.1.9.7.4": "a sleep EEG",
    "1.2.840.10008.5.1.4.1.1.9.8.1": "a recording of body positions",
    "1.2.840.10008.5.1.4.1.1.2": "a CT image",
    "1.2.840.10008.5.1.4.1.1.20": "a nuclear medicine image",
    "1.2.840.10008.5.1.4.1.1.128": "a PET image",
    "1.2.840.10008.5.1.4.1.1.66": "raw data",
    "1.2.840.10008.5.1.4.1.1.104.1": "a PDF document",
    "1.2.840.10008.5.1.4.1.1.104.2": "a CDA document",
    "1.2.840.10008.5.1.4.1.1.88.59": "a selection of key objects",
  ]

  /// Kinds that many SOP classes share, by what their identifiers begin with after `storage`.
  private static let families: [(prefix: String, name: String)] = [
    ("88.", "a structured report"), ("104.", "a document"), ("481.", "an object of radiotherapy"),
    ("11.", "a presentation state"), ("77.1.5.", "an image of the eye"),
    ("77.1.4.", "a photograph or video"), ("77.", "an image or video"), ("12.", "an X-ray image"),
    ("1.", "a radiograph"), ("13.", "an X-ray image"), ("2.", "a CT image"), ("4.", "an MR image"),
    ("3.", "an ultrasound image"), ("6.", "an ultrasound image"), ("7.", "a secondary capture"),
    ("9.", "a waveform of a kind that is not read"), ("66.", "a segmentation or registration"),
  ]

  private static func family(_ identifier: String) -> String? {
    guard identifier.hasPrefix(storage) else { return nil }
    // A family's own identifier stands for its first member: `...1.1.4` is an MR image.
    let rest = identifier.dropFirst(storage.count) + "."
    return families.first { rest.hasPrefix($0.prefix) }?.name ?? "an object that is no waveform"
  }
}
