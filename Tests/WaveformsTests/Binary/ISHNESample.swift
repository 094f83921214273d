/// Makes ISHNE Holter files after F. Badilini, "The ISHNE Holter Standard Output File Format", Annals
/// of Noninvasive Electrocardiology 3 (1998), 263-266.
struct ISHNESample {
  struct Lead {
    var code: Int16
    var quality: Int16 = 1
    /// Amplitude of a unit, in nV.
    var resolution: Int16 = 2500
    var samples: [Int16]
  }

  var mark = "ISHNE1.0"
  var leads = [
    Lead(code: 2, samples: (0..<100).map { Int16($0 * 300 - 15_000) }),
    Lead(code: 6, quality: 3, resolution: 1000, samples: (0..<100).map { Int16(-$0) }),
    Lead(code: 1, resolution: 10_000, samples: (0..<100).map { $0 == 7 ? .min : Int16($0 * 2) }),
  ]
  var leadCount: Int16?
  var rate: UInt16 = 200
  var text = "first remark\nsecond remark"
  var textLength: Int32?
  var statedSamples: Int32?
  var dataOffset: Int32?
  var checksum: UInt16?
  var pacemaker: Int16 = 3

  var bytes: [UInt8] {
    var all = header
    let count = leads.map(\.samples.count).max() ?? 0
    for sample in 0..<count {
      for lead in leads { all.put(lead.samples[sample]) }
    }
    return all.bytes
  }

  private var header: BinaryBytes {
    let record = record
    var header = BinaryBytes()
    header.put(mark, 8)
    header.put(checksum ?? BinaryBytes.checksum(record.bytes))
    header.bytes += record.bytes
    return header
  }

  /// The header behind the checksum, which covers it.
  private var record: BinaryBytes {
    var record = BinaryBytes()
    let textBytes = Int32(text.utf8.count)
    record.put(textLength ?? textBytes)
    record.put(statedSamples ?? Int32(leads.first?.samples.count ?? 0))
    record.put(Int32(522))
    record.put(dataOffset ?? 522 + textBytes)
    record.put(Int16(1))
    record.put("Anna", 40)
    record.put("Muster", 40)
    record.put("H-17", 20)
    for number in [2, 1] as [Int16] { record.put(number) }
    for number in [3, 4, 1950, 29, 2, 2024, 1, 3, 2024, 23, 59, 58] as [Int16] {
      record.put(number)
    }
    record.put(leadCount ?? Int16(leads.count))
    putLeads(&record, \.code)
    putLeads(&record, \.quality)
    putLeads(&record, \.resolution)
    record.put(pacemaker)
    record.put("digital", 40)
    record.put(rate)
    record.put("owner", 80)
    record.put("", 80)
    record.put("", 88)
    record.put(text)
    return record
  }

  private func putLeads(_ record: inout BinaryBytes, _ field: KeyPath<Lead, Int16>) {
    for lead in 0..<12 { record.put(lead < leads.count ? leads[lead][keyPath: field] : -9) }
  }

  /// A file of beats: label, byte of the writer's own, samples since the beat before.
  static func annotations(
    _ beats: [(label: Character, own: UInt8, interval: UInt16)], first: UInt32 = 100,
    mark: String = "ANN  1.0"
  ) -> [UInt8] {
    var sample = ISHNESample()
    sample.mark = mark
    var all = sample.header
    all.put(first)
    for beat in beats {
      all.put(beat.label.asciiValue ?? 0)
      all.put(beat.own)
      all.put(beat.interval)
    }
    return all.bytes
  }
}
