/// Makes SCP-ECG files after EN 1064 and "How to Implement SCP" of the OpenECG project.
struct SCPSample {
  struct Lead {
    var code: UInt8
    var first: UInt32 = 1
    /// What section 6 holds, before differences are taken.
    var samples: [Int]
    /// What section 5 holds.
    var beat: [Int] = []
  }

  struct Beat {
    var type: UInt16 = 0
    var first: UInt32
    var fiducial: UInt32
    var last: UInt32
  }

  var leads: [Lead] = []
  var order: UInt8 = 0
  var isSubtracted = false
  var isBimodal = false
  var packing = SCPPacking.none
  var interval: UInt16 = 2000
  var beatInterval: UInt16?
  var multiplier: UInt16 = 2500
  var beatMultiplier: UInt16?
  var beats: [Beat] = []
  var referenceFiducial: UInt16 = 1
  var protocolVersion: UInt8 = 20
  /// Contents of sections that take the place of those made here.
  var sections: [Int: [UInt8]] = [:]
  var isInverse = false

  /// Eight leads, second differences, the standard's table.
  static func packed() -> SCPSample {
    var sample = SCPSample(order: 2, packing: .standard)
    sample.leads = (1...8).map { code in
      Lead(code: UInt8(code), samples: wave(count: 500, seed: code))
    }
    sample.sections = [1: patient, 7: measurements, 8: statements]
    return sample
  }

  /// Two leads with a reference beat that was subtracted, in two units of amplitude.
  static func subtracted() -> SCPSample {
    var sample = SCPSample(order: 1, isSubtracted: true, packing: .standard)
    sample.multiplier = 2500
    sample.beatMultiplier = 1000
    sample.leads = [16, 17].map { code in
      Lead(
        code: UInt8(code), samples: wave(count: 200, seed: code),
        beat: wave(count: 20, seed: code + 1))
    }
    sample.referenceFiducial = 8
    sample.beats = [
      Beat(first: 1, fiducial: 4, last: 16), Beat(first: 31, fiducial: 40, last: 45),
      Beat(type: 1, first: 60, fiducial: 70, last: 80), Beat(first: 190, fiducial: 196, last: 230),
    ]
    return sample
  }

  /// One lead, first differences, two tables of its own.
  static func ownTables() -> SCPSample {
    var sample = SCPSample(order: 1, packing: .own)
    sample.leads = [Lead(code: 1, samples: wave(count: 60, seed: 3))]
    return sample
  }

  /// A wave with steep and flat parts.
  static func wave(count: Int, seed: Int) -> [Int] {
    (0..<count).map { index in
      let phase = (index * (seed + 2)) % 97
      return phase < 12 ? phase * 90 - 300 : phase < 24 ? (24 - phase) * 70 : (phase % 7) - seed
    }
  }

  var bytes: [UInt8] {
    var contents = made.merging(sections) { $1 }
    if !contents.keys.contains(1) { contents[1] = [255, 0, 0] }
    let ids = contents.keys.sorted { isInverse ? $0 > $1 : $0 < $1 }
    let pointerBytes = 16 + 10 * 12
    var places: [Int: (place: Int, length: Int)] = [0: (6, pointerBytes)]
    var body: [UInt8] = []
    for id in ids {
      let section = section(id, contents[id] ?? [])
      places[id] = (6 + pointerBytes + body.count, section.count)
      body += section
    }
    var pointers = BinaryBytes()
    for id in 0...11 {
      pointers.put(UInt16(id))
      pointers.put(UInt32(places[id]?.length ?? 0))
      pointers.put(UInt32(places[id].map { $0.place + 1 } ?? 0))
    }
    let all = section(0, pointers.bytes) + body
    var record = BinaryBytes()
    record.put(UInt32(all.count + 6))
    record.bytes += all
    var file = BinaryBytes()
    file.put(BinaryBytes.checksum(record.bytes))
    return file.bytes + record.bytes
  }

  private func section(_ id: Int, _ content: [UInt8]) -> [UInt8] {
    var section = BinaryBytes()
    section.put(UInt16(id))
    section.put(UInt32(content.count + 16))
    section.put(protocolVersion)
    section.put(protocolVersion)
    section.put(id == 0 ? "SCPECG" : "", 6)
    section.bytes += content
    var checksum = BinaryBytes()
    checksum.put(BinaryBytes.checksum(section.bytes))
    return checksum.bytes + section.bytes
  }

  private var made: [Int: [UInt8]] {
    var made = [3: leadSection, 6: sampleSection(\.samples, multiplier, interval, mode: isBimodal)]
    if let tables = packing.section { made[2] = tables }
    if !beats.isEmpty { made[4] = beatSection }
    if leads.contains(where: { !$0.beat.isEmpty }) {
      made[5] = sampleSection(
        \.beat, beatMultiplier ?? multiplier, beatInterval ?? interval, mode: false)
    }
    return made
  }

  private var leadSection: [UInt8] {
    var section = BinaryBytes()
    section.put(UInt8(leads.count))
    section.put(UInt8(isSubtracted ? 1 : 0) | 4 | UInt8(min(leads.count, 31)) << 3)
    for lead in leads {
      section.put(lead.first)
      section.put(lead.first + UInt32(lead.samples.count) - 1)
      section.put(lead.code)
    }
    return section.bytes
  }

  private var beatSection: [UInt8] {
    var section = BinaryBytes()
    let length = (leads.first?.beat.count ?? 0) * Int(beatInterval ?? interval) / 1000
    for number in [UInt16(length), referenceFiducial, UInt16(beats.count)] { section.put(number) }
    for beat in beats {
      section.put(beat.type)
      for number in [beat.first, beat.fiducial, beat.last] { section.put(number) }
    }
    return section.bytes
  }

  private func sampleSection(
    _ samples: KeyPath<Lead, [Int]>, _ multiplier: UInt16, _ interval: UInt16, mode: Bool
  ) -> [UInt8] {
    var section = BinaryBytes()
    section.put(multiplier)
    section.put(interval)
    section.put(order)
    section.put(UInt8(mode ? 1 : 0))
    let packed = leads.map { packing.pack(differences($0[keyPath: samples])) }
    for lead in packed { section.put(UInt16(lead.count)) }
    return section.bytes + packed.joined()
  }

  private func differences(_ samples: [Int]) -> [Int] {
    samples.indices.map { index in
      if order == 0 || index < Int(order) { return samples[index] }
      if order == 1 { return samples[index] - samples[index - 1] }
      return samples[index] - 2 * samples[index - 1] + samples[index - 2]
    }
  }
}
