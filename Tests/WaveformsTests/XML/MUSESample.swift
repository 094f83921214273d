import Foundation

/// Resting ECGs as GE MUSE exports them, after the "MUSE NX XML Developer Guide".
enum MUSESample {
  /// 16-bit samples in Base64, with the line ends that exports have.
  static func base64(_ samples: [Int]) -> String {
    let bytes = samples.flatMap { sample -> [UInt8] in
      let bits = UInt16(bitPattern: Int16(truncatingIfNeeded: sample))
      return [UInt8(bits & 0xFF), UInt8(bits >> 8)]
    }
    return Data(bytes).base64EncodedString(options: [.lineLength76Characters, .endLineWithLineFeed])
  }

  static func lead(
    _ name: String, _ samples: [Int], count: Int? = nil, sum: UInt32? = nil, extra: String = "",
    scale: String = "<LeadAmplitudeUnitsPerBit>4.88</LeadAmplitudeUnitsPerBit>"
      + "<LeadAmplitudeUnits>MICROVOLTS</LeadAmplitudeUnits>", data: String? = nil
  ) -> String {
    """
    <LeadData>
      <LeadByteCountTotal>\(samples.count * 2)</LeadByteCountTotal>
      <LeadTimeOffset>0</LeadTimeOffset>
      <LeadSampleCountTotal>\(count ?? samples.count)</LeadSampleCountTotal>
      \(scale)
      <LeadID>\(name)</LeadID>
      <FirstSampleBaseline>0</FirstSampleBaseline>
      <LeadSampleSize>2</LeadSampleSize>
      <LeadOff>FALSE</LeadOff>
      \(sum.map { "<LeadDataCRC32>\($0)</LeadDataCRC32>" } ?? "")\(extra)
      <WaveFormData>
    \(data ?? base64(samples))
      </WaveFormData>
    </LeadData>
    """
  }

  static func waveform(_ leads: [String], type: String = "Rhythm", rate: String = "500") -> String {
    """
    <Waveform><WaveformType>\(type)</WaveformType><NumberofLeads>\(leads.count)</NumberofLeads>
    <SampleType>CONTINUOUS_SAMPLES</SampleType><SampleBase>\(rate)</SampleBase>
    <SampleExponent>0</SampleExponent><HighPassFilter>16</HighPassFilter>
    <LowPassFilter>150</LowPassFilter><ACFilter>60</ACFilter>\(leads.joined(separator: "\n"))
    </Waveform>
    """
  }

  static func file(_ waveforms: [String], complexes: [Int] = [], interval: Int? = nil) -> String {
    let marks = complexes.enumerated().map {
      "<QRS><Number>\($0 + 1)</Number><Type>\($0 % 2)</Type><Time>\($1)</Time></QRS>"
    }
    return """
      <?xml version="1.0" encoding="ISO-8859-1"?>
      <!DOCTYPE RestingECG SYSTEM "restecg.dtd">
      <RestingECG>
      <MuseInfo><MuseVersion>9.0.7.17363</MuseVersion></MuseInfo>
      <PatientDemographics><PatientID>42</PatientID><PatientAge>71</PatientAge>
      <AgeUnits>YEARS</AgeUnits><DateofBirth>12-31-1950</DateofBirth><Gender>FEMALE</Gender>
      <PatientLastName>Müller</PatientLastName><PatientFirstName>Zoë</PatientFirstName>
      </PatientDemographics>
      <TestDemographics><Status>CONFIRMED</Status><AcquisitionDevice>MAC55</AcquisitionDevice>
      <AcquisitionTime>09:05:07</AcquisitionTime><AcquisitionDate>02-28-2022</AcquisitionDate>
      <OverreaderLastName>Reader</OverreaderLastName></TestDemographics>
      <RestingECGMeasurements><VentricularRate>60</VentricularRate><PRInterval>138</PRInterval>
      <QOnset>216</QOnset><ECGSampleBase>500</ECGSampleBase>
      <ECGSampleExponent>0</ECGSampleExponent></RestingECGMeasurements>
      <Diagnosis><DiagnosisStatement><StmtText>Sinus</StmtText></DiagnosisStatement>
      <DiagnosisStatement><StmtFlag>ENDSLINE</StmtFlag><StmtText>rhythm</StmtText>
      </DiagnosisStatement><DiagnosisStatement><StmtFlag>ENDSLINE</StmtFlag>
      <StmtText>Normal ECG</StmtText></DiagnosisStatement></Diagnosis>
      <QRSTimesTypes>\(marks.joined())
      \(interval.map { "<GlobalRR>\($0)</GlobalRR>" } ?? "")</QRSTimesTypes>
      \(waveforms.joined(separator: "\n"))
      </RestingECG>
      """
  }

  static let stored = ["I", "II", "V1", "V2", "V3", "V4", "V5", "V6"]

  /// The eight leads of an ordinary export, and a median beat before them.
  static func eightLeads(_ count: Int) -> String {
    let leads = stored.enumerated().map { lead($1, AECGSample.digits(count, lead: $0)) }
    let median = waveform([lead("I", [1, 2, 3]), lead("II", [4, 5, 6])], type: "Median")
    return file(
      [median, waveform(leads)], complexes: (1..<max(2, count / 500)).map { $0 * 1000 },
      interval: 1000)
  }

  /// The bytes in the encoding that the file declares.
  static func bytes(_ text: String) -> [UInt8] { [UInt8](text.data(using: .isoLatin1) ?? Data()) }
}
