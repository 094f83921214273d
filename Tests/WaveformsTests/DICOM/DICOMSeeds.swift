/// Small valid files, for mutation.
enum DICOMSeeds {
  static let all: [(name: String, file: String, bytes: [UInt8])] = [
    ("DICOM explicit", "seed.dcm", seed(.explicit)),
    ("DICOM implicit", "seed.dcm", seed(.implicit)),
    ("DICOM big-endian", "seed.dcm", seed(.big)),
    ("DICOM undefined lengths", "seed.dcm", seed(.undefined)),
    ("MATLAB", "seed.mat", matlab(MATLABSample())),
    ("MATLAB big-endian", "seed.mat", matlab(MATLABSample(isBig: true))),
    ("MATLAB compressed", "seed.mat", matlab(MATLABSample(isCompressed: true))),
  ]

  private static func matlab(_ sample: MATLABSample) -> [UInt8] {
    sample.file([
      sample.words("val", 2, 30, (0..<60).map { Int16($0 * 5) }),
      sample.doubles("fs", 1, 1, [360]), sample.cells("names", ["II", "V5"]),
      sample.text("units", "uV"),
    ])
  }

  private static func seed(_ syntax: DICOMSample.Syntax) -> [UInt8] {
    DICOMSample.twelveLeads(
      samples: 40, syntax: syntax,
      annotations: [
        DICOMSample.annotation(
          DICOMSample.code(0x0040_A043, "5.10.3-3", "SCPECG", "QRS Onset"), range: "POINT",
          positions: [11])
      ])
  }
}
