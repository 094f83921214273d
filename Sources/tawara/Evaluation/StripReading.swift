import ArrhythmiaModel
import NeuralNetwork
import PaperStrip
import Waveforms

/// What a model says of one moment of a record, with its attention, as a strip prints it.
enum StripReading {
  /// Of the window around a moment, or for a model of beats of the beat nearest to it.
  ///
  /// `model`: a model's file, or the shipped model of that name.
  static func reading(
    _ model: String, of record: Record, at moment: Double, crew: Crew
  ) throws -> ModelReading {
    let path = try Installation.modelPath(model)
    let weights = try ModelWeights(path: path)
    guard let classifier = RecordClassifier(weights, crew: crew) else {
      throw CommandError.noProperties(path: path)
    }
    let properties = classifier.properties
    let name = "\(path.fileName) (\(properties.preset), epoch \(properties.epoch))"
    var reading = try RecordReading(classifier, record)
    guard let index = reading.index(nearestTo: moment) else {
      throw CommandError.noBeats(record: record.name)
    }
    guard let detail = try reading.detail(index) else {
      return ModelReading(
        model: name, window: reading.places[index], classes: [], isUncertain: true)
    }
    return ModelReading(detail, model: name, classes: properties.classes)
  }
}

extension ModelReading {
  /// What is printed of a window's detail.
  init(_ detail: WindowDetail, model: String, classes: [String]) {
    let probabilities = detail.finding.evidence?.probabilities ?? []
    self.init(
      model: model, window: detail.span,
      classes: zip(classes, probabilities).map { Class(name: $0, probability: $1) },
      isUncertain: detail.finding.isUncertain)
    isFaithful = detail.heat.isFaithful
    let parts = [("ECG", detail.heat.ecg, detail.ecg), ("IEGM", detail.heat.iegm, detail.iegm)]
    let peak = detail.heat.peak
    guard peak > 0 else { return }
    attention = parts.filter { $0.2 == .used }.map { modality, values, _ in
      Attention(modality: modality, values: values.map { Double($0 / peak) })
    }
  }
}
