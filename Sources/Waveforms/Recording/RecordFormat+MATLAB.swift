extension RecordFormat {
  /// A matrix of samples that was saved by MATLAB, Octave or SciPy. The ending is that of some
  /// signal files of WFDB too, which are files of version 4, and belong to a header.
  static let matlab = RecordFormat(
    name: "MATLAB", sharedExtensions: ["mat"],
    recognizes: { MATLABReader.recognizes($0) },
    decode: { file, hints throws(FileError) in
      try MATLABReader.open(file.bytes, file: file.path, rateHz: hints.samplingRateHz)
    })
}
