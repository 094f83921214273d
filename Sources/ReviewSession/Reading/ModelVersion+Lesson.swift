public import ReviewStore

extension ModelVersion.Content {
  /// What a lesson that was shown is kept as.
  public init(_ lesson: TaughtRecord, of model: ModelState, parent: Int?) {
    self.init(
      model: model.facts.digest, modelName: model.facts.name, parent: parent,
      labels: lesson.request.labels, settings: BeatTeaching.settings,
      program: "", judged: lesson.judged(classes: model.classes),
      changed: lesson.changed(from: model.untaughtFindings, classes: model.classes))
  }
}
