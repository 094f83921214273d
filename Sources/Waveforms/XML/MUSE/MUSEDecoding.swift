import Foundation

/// Reads resting ECGs that GE MUSE exports as XML.
///
/// Sources: "MUSE NX Cardiology Information System, XML Developer Guide" (GE Healthcare,
/// 2102027-228), and exports of MUSE 9 that are public. The document type names `restecg.dtd`,
/// which is not needed.
enum MUSEDecoding {
  static let rootName = "RestingECG"

  static func decode(_ file: MappedFile) throws(FileError) -> DecodedRecord {
    let root = try XMLFile.root(file.bytes, file: file.path)
    guard root.name == rootName else {
      throw .content(
        file: file.path, expected: "the element \(rootName)", found: "<\(root.name.fitForLine)>")
    }
    let chosen = try chosen(root, file: file.path)
    let waveform = try MUSEWaveform(chosen.waveform, file: file.path)
    let (signals, computed) = LimbLeads.completed(waveform.signals)
    let seconds = Double(signals.map(\.samples.count).max() ?? 0) / waveform.rateHz
    let beats = MUSEBeats(root, rateHz: waveform.rateHz, seconds: seconds)
    var comments = MUSEComments.lines(root, waveform: chosen.waveform)
    if !computed.isEmpty {
      comments.append(
        "recording: leads \(computed.joined(separator: ", ")) are computed from I and II")
    }
    let test = root.child("TestDemographics")
    return DecodedRecord(
      container: "GE MUSE XML", frameRateHz: waveform.rateHz, signals: signals,
      start: MUSEComments.start(
        test?.text(of: "AcquisitionDate"), test?.text(of: "AcquisitionTime")),
      comments: comments + beats.comments,
      warnings: chosen.warnings + waveform.warnings + beats.warnings, annotations: beats.set)
  }

  /// The rhythm strip, or the median beat where that is all there is.
  private static func chosen(
    _ root: XMLElement, file: String
  ) throws(FileError) -> (waveform: XMLElement, warnings: [String]) {
    let waveforms = root.all("Waveform").filter { $0.child("LeadData") != nil }
    let isMedian = { (waveform: XMLElement) in
      waveform.text(of: "WaveformType")?.lowercased() == "median"
    }
    let rhythms = waveforms.filter { !isMedian($0) }
    guard let first = rhythms.first ?? waveforms.first else {
      throw .content(file: file, expected: "a waveform with leads", found: "none")
    }
    if rhythms.isEmpty { return (first, ["The file has no rhythm strip: this is a median beat"]) }
    var warnings: [String] = []
    if rhythms.count < waveforms.count { warnings.append("The median beat is left out") }
    if rhythms.count > 1 {
      warnings.append("The first of \(rhythms.count) rhythm strips is read")
    }
    return (first, warnings)
  }
}
