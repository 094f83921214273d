/// What opening gives.
struct OpenedRecord {
  var record: Record
  /// Annotations inside the main file.
  var embedded: AnnotationSet?
  /// More of them, where the file has several sets.
  var further: [AnnotationSet] = []
}
