/// The data elements that are read, by group and element number; see DICOM PS3.6, Data Dictionary.
enum DICOMTag: UInt32 {
  // File meta information.
  case mediaStorageClass = 0x0002_0002
  case transferSyntax = 0x0002_0010

  // What the file is, and when it was recorded.
  case characterSet = 0x0008_0005
  case storageClass = 0x0008_0016
  case acquisitionDate = 0x0008_0022
  case contentDate = 0x0008_0023
  case acquisitionDateTime = 0x0008_002A
  case acquisitionTime = 0x0008_0032
  case contentTime = 0x0008_0033
  case manufacturer = 0x0008_0070
  case institution = 0x0008_0080
  case codeValue = 0x0008_0100
  case codeScheme = 0x0008_0102
  case codeMeaning = 0x0008_0104
  case longCodeValue = 0x0008_0119
  case station = 0x0008_1010
  case studyDescription = 0x0008_1030
  case seriesDescription = 0x0008_103E
  case model = 0x0008_1090

  // The patient.
  case patientName = 0x0010_0010
  case patientIdentifier = 0x0010_0020
  case patientBirthDate = 0x0010_0030
  case patientSex = 0x0010_0040
  case patientAge = 0x0010_1010
  case patientSize = 0x0010_1020
  case patientWeight = 0x0010_1030

  // The device.
  case serialNumber = 0x0018_1000
  case softwareVersions = 0x0018_1020
  case groupTimeOffset = 0x0018_1068
  case triggerPosition = 0x0018_106E

  // A multiplex group and its channels.
  case originality = 0x003A_0004
  case channelCount = 0x003A_0005
  case sampleCount = 0x003A_0010
  case samplingFrequency = 0x003A_001A
  case groupLabel = 0x003A_0020
  case channelDefinitions = 0x003A_0200
  case channelLabel = 0x003A_0203
  case channelStatus = 0x003A_0205
  case channelSource = 0x003A_0208
  case channelSourceModifiers = 0x003A_0209
  case sensitivity = 0x003A_0210
  case sensitivityUnits = 0x003A_0211
  case sensitivityCorrection = 0x003A_0212
  case baseline = 0x003A_0213
  case timeSkew = 0x003A_0214
  case sampleSkew = 0x003A_0215
  case channelOffset = 0x003A_0218
  case bitsStored = 0x003A_021A
  case lowFrequency = 0x003A_0220
  case highFrequency = 0x003A_0221
  case notchFrequency = 0x003A_0222
  case waveforms = 0x5400_0100
  case bitsAllocated = 0x5400_1004
  case sampleInterpretation = 0x5400_1006
  case paddingValue = 0x5400_100A
  case waveformData = 0x5400_1010

  // Annotations.
  case measurementUnits = 0x0040_08EA
  case conceptName = 0x0040_A043
  case referencedChannels = 0x0040_A0B0
  case temporalRange = 0x0040_A130
  case samplePositions = 0x0040_A132
  case timeOffsets = 0x0040_A138
  case dateTimes = 0x0040_A13A
  case conceptCode = 0x0040_A168
  case annotationGroup = 0x0040_A180
  case numericValue = 0x0040_A30A
  case annotations = 0x0040_B020
  case text = 0x0070_0006

  /// Whether the element is a sequence whose items are read.
  var isSequence: Bool {
    switch self {
    case .channelDefinitions, .channelSource, .channelSourceModifiers, .sensitivityUnits,
      .waveforms, .measurementUnits, .conceptName, .conceptCode, .annotations:
      true
    default: false
    }
  }
}

/// What marks the items of sequences off; see DICOM PS3.5, 7.5.
enum DICOMDelimiter {
  static let item: UInt32 = 0xFFFE_E000
  static let itemEnd: UInt32 = 0xFFFE_E00D
  static let sequenceEnd: UInt32 = 0xFFFE_E0DD
}
