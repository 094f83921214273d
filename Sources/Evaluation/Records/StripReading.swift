public import ArrhythmiaModel
public import NeuralNetwork
public import PaperStrip
public import Waveforms

/// What a model says of one moment of a record, with its attention, as a strip prints it.
public enum StripReading {
  /// Of the window around a moment in seconds, or for a model of beats of the beat nearest to it.
  /// `path` is the model's file.
  public static func reading(
    _ path: String, of record: Record, at moment: Double, crew: Crew
  ) throws -> ModelReading {
    let weights = try ModelWeights(path: path)
    guard let classifier = RecordClassifier(weights, crew: crew) else {
      throw EvaluationError.noProperties(path: path)
    }
    let properties = classifier.properties
    let standing = properties.teaching.map { ", \($0.standing)" } ?? ""
    let name = "\(path.fileName) (\(properties.preset), epoch \(properties.epoch)\(standing))"
    var reading = try RecordReading(classifier, record)
    guard let index = reading.index(nearestTo: moment) else {
      throw EvaluationError.noBeats(record: record.name)
    }
    guard let detail = try reading.detail(index) else {
      return ModelReading(
        model: name, window: reading.places[index], classes: [], isUncertain: true)
    }
    return ModelReading(
      detail, finding: detail.finding, model: name, classes: properties.classes)
  }
}

extension ModelReading {
  /// What is printed of a window's detail.
  /// - Parameter finding: what is said of it: the model's own, or what its family or labels made of
  ///   that.
  public init(
    _ detail: WindowDetail, finding: RecordClassifier.Finding, model: String, classes: [String]
  ) {
    let probabilities = finding.evidence?.probabilities ?? []
    let texts = DecidingFigures.probabilities(probabilities)
    self.init(
      model: model, window: detail.span,
      classes: zip(classes, zip(probabilities, texts)).map {
        Class(name: $0, probability: $1.0, text: $1.1)
      },
      isUncertain: finding.isUncertain)
    doubts = finding.verdict.reasons.map(\.text)
    isFaithful = detail.heat.isFaithful
    let parts = [("ECG", detail.heat.ecg, detail.ecg), ("IEGM", detail.heat.iegm, detail.iegm)]
    let peak = detail.heat.peak
    guard peak > 0 else { return }
    attention = parts.filter { $0.2 == .used }.map { modality, values, _ in
      Attention(modality: modality, values: values.map { Double($0 / peak) })
    }
  }
}
