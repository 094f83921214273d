import Foundation

/// A multiplex group: channels that were sampled together; see DICOM PS3.3, C.10.9, Waveform.
struct DICOMWaveformGroup {
  /// Its place in the file, from 1 on: annotations name it by this.
  var number: Int
  var label: String
  /// Computed from other samples: a median beat, a template.
  var isDerived: Bool
  var rateHz: Double
  /// Time from the acquisition's start to the first sample.
  var offsetMilliseconds: Double
  /// The sample at which a trigger stands, counted from 1: a median beat is aligned by it.
  var triggerPosition: Int?
  var channels: [DICOMChannel]
  var format: DICOMSampleFormat
  /// The sample value that stands for none.
  var padding: Int32?
  /// First byte of the samples in the file.
  var place: Int
  /// Samples of each channel that the file holds.
  var sampleCount: Int
  /// Samples of each channel that it promises.
  var statedSampleCount: Int
  var swapsBytes: Bool

  /// What messages call it.
  var title: String {
    label.isEmpty ? "multiplex group \(number)" : "multiplex group \(number) (\(label.fitForLine))"
  }

  init(_ item: DICOMDataSet, number: Int, in file: DICOMFile) throws(FileError) {
    let values = file.values
    func invalid(_ expected: String, _ found: String) -> FileError {
      .content(file: file.file, expected: "\(expected) in multiplex group \(number)", found: found)
    }
    guard let channelCount = values.integer(.channelCount, item), channelCount > 0 else {
      throw invalid("a number of waveform channels", "none")
    }
    let definitions = item.items(.channelDefinitions)
    guard definitions.count == channelCount else {
      throw invalid("\(channelCount) channel definitions", "\(definitions.count)")
    }
    guard let rate = values.decimal(.samplingFrequency, item), TimeAxis.rates.contains(rate) else {
      let found = values.text(.samplingFrequency, item)
      throw invalid("a sampling frequency in Hz", "'\(found.fitForLine)'")
    }
    guard let data = item[.waveformData] else { throw invalid("waveform data", "none") }
    (self.number, rateHz) = (number, rate)
    label = values.text(.groupLabel, item)
    isDerived = Self.isDerived(originality: values.text(.originality, item), label: label)
    offsetMilliseconds = values.decimal(.groupTimeOffset, item) ?? 0
    triggerPosition = values.integer(.triggerPosition, item)
    format = try DICOMSampleFormat(
      bits: values.integer(.bitsAllocated, item),
      interpretation: values.text(.sampleInterpretation, item), file: file.file)
    channels = definitions.enumerated().map {
      DICOMChannel($0.element, number: $0.offset + 1, values: values)
    }
    place = data.place
    let held = data.byteCount / format.byteCount / channelCount
    statedSampleCount = values.integer(.sampleCount, item) ?? held
    sampleCount = min(held, statedSampleCount)
    swapsBytes = data.isWords && values.reader.order == .big
    padding = nil
    padding = item[.paddingValue].flatMap { readPadding($0, values.reader) }
  }

  private static func isDerived(originality: String, label: String) -> Bool {
    if originality == "DERIVED" { return true }
    let label = label.uppercased()
    return originality != "ORIGINAL"
      && ["MEDIAN", "AVERAGE", "TEMPLATE"].contains { label.contains($0) }
  }

  private func readPadding(_ element: DICOMElement, _ reader: ByteReader) -> Int32? {
    guard element.byteCount >= format.byteCount,
      let bytes = reader.bytes(element.place, element.byteCount)
    else { return nil }
    return Int32(
      exactly: format.sample(
        [UInt8](bytes), 0, reader.order, swaps: element.isWords && reader.order == .big))
  }

  /// Samples of all channels.
  var totalSampleCount: Int { sampleCount * channels.count }

  /// The samples of each channel, the padding value as missing.
  /// - Parameter lead: missing samples before the first.
  func samples(_ file: DICOMFile, lead: Int) throws(FileError) -> [[Int32]] {
    let order = file.values.reader.order
    let count = channels.count
    guard let data = file.values.reader.bytes(place, totalSampleCount * format.byteCount) else {
      return []
    }
    let bytes = [UInt8](data)
    var result: [[Int32]] = []
    result.reserveCapacity(count)
    for channel in 0..<count {
      var samples = [Int32](repeating: DecodedRecord.missing, count: lead)
      samples.reserveCapacity(lead + sampleCount)
      var place = channel * format.byteCount
      for _ in 0..<sampleCount {
        let value = format.sample(bytes, place, order, swaps: swapsBytes)
        guard let sample = Int32(exactly: value) else {
          throw .content(
            file: file.file, expected: "samples up to \(Int32.max) in \(title)", found: "\(value)")
        }
        samples.append(sample == padding ? DecodedRecord.missing : sample)
        place += count * format.byteCount
      }
      result.append(samples)
    }
    return result
  }
}
