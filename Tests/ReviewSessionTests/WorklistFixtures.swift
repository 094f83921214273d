import ReviewSession
import TestSupport

/// Candidates for tests of the worklist.
enum WorklistFixtures {
  static let classes = ["N", "AFIB", "VT"]

  /// A window of ten seconds, the number-th of its record.
  static func candidate(
    _ number: Int, patient: String = "p1", _ probabilities: [Double],
    embedding: [Float] = [], label: WorklistCandidate.Label? = nil
  ) -> WorklistCandidate {
    WorklistCandidate(
      record: "r" + patient, patient: patient,
      seconds: Double(10 * number)..<Double(10 * number + 10), probabilities: probabilities,
      embedding: embedding, label: label)
  }

  /// The first window of its record.
  static func candidate(
    _ probabilities: [Double], label: WorklistCandidate.Label? = nil
  ) -> WorklistCandidate {
    candidate(0, probabilities, label: label)
  }

  static func list(_ candidates: [WorklistCandidate]) -> Worklist {
    Worklist(classes: classes, candidates: candidates)
  }

  /// Candidates of some patients around a few directions, from a seed.
  static func random(
    _ count: Int, seed: Int, width: Int = 8, patients: Int = 3, spread: Double = 0.1
  ) -> [WorklistCandidate] {
    var random = SeededGenerator(seed: seed)
    let centres = (0..<5).map { _ in random.normals(width) }
    return (0..<count).map { number in
      let probabilities = random.frequencies(3)
      let centre = centres[Int.random(in: 0..<centres.count, using: &random)]
      let noise = random.normals(width, scale: spread)
      return candidate(
        number, patient: "p\(Int.random(in: 0..<patients, using: &random))", probabilities,
        embedding: zip(centre, noise).map { Float($0 + $1) })
    }
  }

  /// One minus the cosine of two embeddings, in double.
  static func distance(_ first: [Float], _ second: [Float]) -> Double {
    func dot(_ a: [Float], _ b: [Float]) -> Double {
      zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
    return 1 - dot(first, second) / (dot(first, first) * dot(second, second)).squareRoot()
  }
}
