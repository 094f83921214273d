import ArrhythmiaModel
import TestSupport
import Testing

@Suite("AGCACL beside PyTorch")
struct AdaptiveContrastiveGoldenTests {
  /// One golden case, by the names of the file.
  struct Case {
    let golden: Golden
    let name: String

    init(_ name: String) throws {
      golden = try Golden("agcacl")
      self.name = name
    }

    func float(_ tensor: String) throws -> [Double] { try golden.float("\(name).\(tensor)") }
    func int(_ tensor: String) throws -> [Int] { try golden.int("\(name).\(tensor)") }
    var rows: Int { get throws { try golden.shape("\(name).u")[0] } }
    var width: Int { get throws { try golden.shape("\(name).u")[1] } }
    var classes: Int { get throws { try golden.shape("\(name).P")[0] } }

    var configuration: AdaptiveContrastiveLoss.Configuration {
      get throws {
        let values = try float("cfg")
        return .init(
          tau: values[0], tauHard: values[3], kappa: values[2], margin: values[4], eta: values[1],
          lambdaPrototype: values[5], rho: values[6], classWeights: try float("w"),
          prior: try float("prior"))
      }
    }

    func modulation() throws -> HardClassModulation {
      let values = try float("cfg")
      var modulation = HardClassModulation(
        classCount: try classes, width: try width, temperature: values[3])
      modulation.update(prototypes: try float("E0"), kappa: values[2])
      return modulation
    }

    func normalized(_ tensor: String) throws -> UnitNormalization {
      let rows = try golden.shape("\(name).\(tensor)")[0]
      var normalization = UnitNormalization(width: try width, rowCapacity: rows)
      normalization.forward(try float(tensor), count: rows)
      return normalization
    }
  }

  static let names = ["c0", "c1", "c2", "c3", "c4", "c5"]

  @Test("Rows of length 1", arguments: names)
  func normalization(_ name: String) throws {
    let golden = try Case(name)
    #expect(Golden.mismatch(try golden.normalized("u").output, try golden.float("z")) == nil)
    #expect(Golden.mismatch(try golden.normalized("P").output, try golden.float("phat")) == nil)
  }

  @Test("Class weights", arguments: names)
  func weights(_ name: String) throws {
    let golden = try Case(name)
    let weights = EffectiveNumber.weights(counts: try golden.int("n"))
    #expect(Golden.mismatch(weights, try golden.float("w")) == nil)
  }

  @Test("Similarity of the classes, and the factors from it", arguments: names)
  func modulation(_ name: String) throws {
    let golden = try Case(name)
    let modulation = try golden.modulation()
    #expect(Golden.mismatch(modulation.similarity, try golden.float("S")) == nil)
    #expect(Golden.mismatch(modulation.factors, try golden.float("alpha")) == nil)
  }

  @Test("Loss, and gradients on either side of the normalisation", arguments: names)
  func loss(_ name: String) throws {
    let golden = try Case(name)
    var (z, p) = (try golden.normalized("u"), try golden.normalized("P"))
    var loss = AdaptiveContrastiveLoss(
      classCount: try golden.classes, width: try golden.width, batchCapacity: try golden.rows,
      configuration: try golden.configuration)
    let value = loss.evaluate(
      embeddings: z.output, labels: try golden.int("y"), count: try golden.rows,
      prototypes: p.output, modulation: try golden.modulation())
    z.backward(loss.embeddingGradient, count: try golden.rows)
    p.backward(loss.prototypeGradient, count: try golden.classes)
    for (found, tensor) in [
      ([value.total], "loss"), (loss.embeddingGradient, "gz"), (loss.prototypeGradient, "gphat"),
      (z.inputGradient, "gu"), (p.inputGradient, "gP"),
    ] {
      // Both sides are computed in Double; only the golden side is then rounded to float32.
      let mismatch = Golden.mismatch(
        found, try golden.float(tensor), relative: 1e-6, absolute: 1e-6)
      #expect(mismatch == nil, "\(tensor)")
    }
  }

  @Test("Prototypes after the step", arguments: names)
  func average(_ name: String) throws {
    let golden = try Case(name)
    var prototypes = try golden.float("E0")
    var average = PrototypeAverage(classCount: try golden.classes, width: try golden.width)
    average.update(
      &prototypes, embeddings: try golden.normalized("u").output, labels: try golden.int("y"),
      count: try golden.rows)
    #expect(Golden.mismatch(prototypes, try golden.float("E1")) == nil)
  }
}
