// Formats of XML: their files all end in `xml`, and are told apart by the root element.
extension RecordFormat {
  /// The annotated ECG of HL7.
  static let aECG = RecordFormat(
    xmlNamed: "HL7 aECG", root: AECGDecoding.rootName,
    decode: AECGDecoding.decode)

  /// The export of GE MUSE.
  static let muse = RecordFormat(
    xmlNamed: "GE MUSE XML", root: MUSEDecoding.rootName,
    decode: MUSEDecoding.decode)

  /// The files of Philips electrocardiographs.
  static let sierra = RecordFormat(
    xmlNamed: "Philips Sierra XML",
    root: SierraDecoding.rootName, decode: SierraDecoding.decode)

  /// The files of Mortara electrocardiographs.
  static let mortara = RecordFormat(
    name: "Mortara ELI XML", sharedExtensions: ["xml"],
    recognizes: MortaraDecoding.recognizes,
    decode: { file, _ throws(FileError) in try MortaraDecoding.decode(file) })

  private init(
    xmlNamed name: String, root: String,
    decode: @escaping @Sendable (_ file: MappedFile) throws(FileError) -> DecodedRecord
  ) {
    self.init(
      name: name, sharedExtensions: ["xml"],
      recognizes: { head in XMLFile.begins(head, root: root) },
      decode: { file, _ throws(FileError) in try decode(file) })
  }
}
