extension RecordFormat {
  /// LabSystem Pro (Bard): one text file of header and samples.
  static let bard = RecordFormat(
    name: "LabSystem text", sharedExtensions: ["txt"],
    recognizes: BardText.recognizes,
    decode: { file, _ throws(FileError) in try BardText.decode(file) })

  /// CardioLab (Prucka): a text header, and a text file of samples beside it.
  static let prucka = RecordFormat(
    name: "CardioLab text", extensions: [],
    sharedExtensions: ["inf"], hasCompanions: true, recognizes: PruckaText.recognizes,
    open: { path, _ in OpenedRecord(record: try PruckaText.open(path)) },
    files: { path in
      [
        RecordFile(path: path, headerByteCount: .max),
        RecordFile(path: PruckaText.tablePath(path), headerByteCount: 0),
      ]
    },
    parts: { path in PruckaText.tableNames(path) })

  /// CARTO 3 (Biosense Webster): the electrograms of a point.
  static let carto = RecordFormat(
    name: "CARTO text", sharedExtensions: ["txt"],
    recognizes: CARTOText.recognizes,
    decode: { file, _ throws(FileError) in try CARTOText.decode(file) })

  /// EnSite (St. Jude Medical, Abbott): waveforms.
  static let enSite = RecordFormat(
    name: "EnSite text", sharedExtensions: ["csv"],
    recognizes: EnSiteText.recognizes,
    decode: { file, _ throws(FileError) in try EnSiteText.decode(file) })

  /// Kardia (AliveCor): recordings of one or six leads.
  static let kardia = RecordFormat(
    name: "Kardia JSON", sharedExtensions: ["json"],
    recognizes: KardiaJSON.recognizes,
    decode: { file, _ throws(FileError) in try KardiaJSON.decode(file) })

  /// Samples as comma-separated values. Other formats that are comma-separated too come before it.
  static let csv = RecordFormat(
    name: "CSV",
    sharedExtensions: ["csv", "tsv"], isTable: true, recognizes: CSVRecord.recognizes,
    decode: { file, hints throws(FileError) in
      try CSVRecord.decode(file, rateHz: hints.samplingRateHz)
    })
}
