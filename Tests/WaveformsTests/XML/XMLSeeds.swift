/// Small valid files of the formats of XML.
enum XMLSeeds {
  static let all: [(name: String, file: String, bytes: [UInt8])] = [
    ("HL7 aECG", "aecg.xml", Array(AECGSample.twelveLeads(60).utf8)),
    ("GE MUSE XML", "muse.xml", MUSESample.bytes(MUSESample.eightLeads(60))),
    ("Philips Sierra XML", "sierra.xml", Array(SierraSample.compressedFile(60).utf8)),
    ("Mortara ELI XML", "mortara.xml", Array(MortaraSample.twelveLeads(60).utf8)),
  ]
}
