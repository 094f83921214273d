import ArrhythmiaModel
import Foundation
import NeuralNetwork
import PaperStrip
import SignalProcessing
import Waveforms

/// What a model says of one moment of a record, with its attention.
///
/// `RecordClassifier` goes through a whole record; here its window is prepared alone, and is the
/// same bits.
struct StripReading {
  private let weights: ModelWeights
  private let properties: ModelProperties
  private let name: String
  private let crew: Crew
  private let preparation: RecordPreparation

  /// Plans for a model's file, or the shipped model of that name.
  init(_ model: String, crew: Crew, record: Record) throws {
    let isPath = model.contains("/") || !model.fileExtension.isEmpty
    let path = try isPath ? model : Installation.model(named: model)
    weights = try ModelWeights(path: path)
    guard let properties = weights.properties else { throw CommandError.noProperties(path: path) }
    self.properties = properties
    self.crew = crew
    name = "\(path.fileName) (\(properties.preset), epoch \(properties.epoch))"
    preparation = try RecordPreparation(
      record, PreparationSettings(direction: properties.direction))
    guard preparation.sampleCount >= weights.configuration.samples else {
      throw PreparationError.tooShort(
        record: record.name, seconds: record.durationSeconds,
        expected: seconds(weights.configuration.samples))
    }
  }

  /// The window around a moment, or for a model of beats around the beat that is nearest to it.
  func reading(at moment: Double) throws -> ModelReading {
    var reader = PreparedReader(preparation)
    let half = weights.configuration.samples / 2
    let wanted = Int((moment * PreparationSettings.samplingRateHz).rounded())
    var middle = min(max(wanted, half), preparation.sampleCount - half)
    var context: [Float] = []
    if properties.labelPreset?.isBeatCentred == true {
      (middle, context) = try beat(nearestTo: wanted, &reader)
    }
    let signal = try reader.signal(middle - half..<middle + half, crew: crew)
    var window = WindowNormalization(samples: 2 * half).window(signal, from: middle - half)
    window.keep(properties.seen)
    var reading = ModelReading(
      model: name, window: seconds(middle - half)..<seconds(middle + half), classes: [],
      isUncertain: true)
    guard window.isLive else { return reading }
    describe(
      Windows(
        samples: 2 * half, ecg: window.ecg, iegm: window.iegm, ecgLive: window.ecgLive,
        iegmLive: window.iegmLive, context: context), window, &reading)
    return reading
  }

  private func seconds(_ samples: Int) -> Double {
    Double(samples) / PreparationSettings.samplingRateHz
  }

  private func beat(
    nearestTo wanted: Int, _ reader: inout PreparedReader
  ) throws -> (middle: Int, context: [Float]) {
    let leads = try reader.surface(crew: crew)
    let present = leads.filter { !$0.isEmpty }
    let beats = present.isEmpty ? [] : QRSDetector.detect(leadsMillivolts: present)
    guard let index = beats.indices.min(by: { abs(beats[$0] - wanted) < abs(beats[$1] - wanted) })
    else { throw CommandError.noBeats(record: preparation.record.name) }
    let needsContext = weights.configuration.context != nil
    return (
      beats[index], needsContext ? BeatContext.rows(leads: leads, beats: beats)[index] : []
    )
  }

  private func describe(
    _ windows: Windows, _ window: PreparedWindow, _ reading: inout ModelReading
  ) {
    let outputs = InferenceEngine(weights, crew: crew).run(windows, maps: false)
    let evidence = EvidenceReader(weights).evidence(
      logits: outputs.logits, embeddings: outputs.embeddings,
      temperature: properties.temperature)
    guard let found = evidence.first else { return }
    reading.classes = zip(properties.classes, found.probabilities).map {
      ModelReading.Class(name: $0, probability: $1)
    }
    reading.isUncertain = properties.uncertainty.isUncertain(found)
    reading.isFaithful = properties.isFaithful == true
    let method =
      properties.heatMethod.flatMap(ExplanationMethod.init(rawValue:)) ?? .attention
    let heat = ExplanationEngine(weights, crew: crew).heat(windows, 0, class: found.decision)
    guard let heat = heat[method] else { return }
    let parts = [("ECG", heat.ecg, window.hasECG), ("IEGM", heat.iegm, window.hasIEGM)]
    let most = parts.filter(\.2).flatMap(\.1).max() ?? 0
    guard most > 0 else { return }
    reading.attention = parts.filter(\.2).map { modality, values, _ in
      ModelReading.Attention(modality: modality, values: values.map { Double($0 / most) })
    }
  }
}
