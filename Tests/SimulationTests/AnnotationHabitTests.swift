import Simulation
import Testing
import Waveforms

@Suite("Annotation habits")
struct AnnotationHabitTests {
  private static let patients: [SimulatedPatient] = {
    let simulator = PatientSimulator(
      plan: SimulationPlan(patients: 40, seed: 8, durationSeconds: 300...600))
    return (0..<40).map { simulator.patient($0) }
  }()

  @Test("Signal-quality marks come in pairs with no label between them")
  func pairs() {
    var pairs = 0
    for patient in Self.patients {
      let marks = patient.annotations.indices.filter {
        patient.annotations[$0].code == .signalQuality
      }
      #expect(marks.count.isMultiple(of: 2))
      for pair in stride(from: 0, to: marks.count - 1, by: 2) {
        #expect(marks[pair + 1] == marks[pair] + 1)
        pairs += 1
      }
    }
    #expect(pairs > 0)
  }

  @Test("Rhythm markers are the release's own, sometimes repeated, sometimes missing")
  func markers() {
    let known: Set<String> = [
      "(N", "(/A", "(/V", "(AVNRT", "(VT", "(AVRT", "(J", "(A", "(AFIB", "(IVR", "(EAT", "(B",
      "(AFL",
    ]
    var repeated = 0
    var unannounced = 0
    for patient in Self.patients {
      var inForce: String?
      for annotation in patient.annotations {
        if annotation.code == .rhythm {
          #expect(known.contains(annotation.text))
          if annotation.text == inForce { repeated += 1 }
          inForce = annotation.text
        } else if annotation.code.rawValue == 42, annotation.text == "AVRT", inForce != "(AVRT" {
          unannounced += 1
        }
      }
      #expect(inForce != nil)
    }
    #expect(repeated > 0)
    #expect(unannounced > 0)
  }

  @Test("Labels are about as common as in the release")
  func proportions() {
    var counts: [String: Int] = [:]
    var total = 0
    for annotation in Self.patients.flatMap({ $0.annotations }) {
      guard annotation.code != .rhythm, annotation.code != .signalQuality else { continue }
      let kind = BeatKind.allCases.first {
        $0.code == annotation.code && $0.auxiliaryText == annotation.text
      }
      counts[kind?.rhythmMarker ?? kind?.symbol ?? "?", default: 0] += 1
      total += 1
    }
    func share(_ name: String) -> Double { Double(counts[name] ?? 0) / Double(total) }
    // The release: 0.54 sinus (N, R, L, b), 0.26 X, 0.07 and 0.05 paced, 0.018 V, 0.015 Q.
    #expect((0.4...0.75).contains(share("(N")))
    #expect((0.1...0.4).contains(share("(AVRT") + share("(AVNRT") + share("(VT")))
    #expect((0.02...0.15).contains(share("(/A")))
    #expect((0.02...0.12).contains(share("(/V")))
    #expect((0.006...0.05).contains(share("V")))
    #expect((0.004...0.04).contains(share("Q")))
    #expect(share("?") == 0)
  }

  @Test("Patients have what their diagnosis allows")
  func legality() {
    for patient in Self.patients {
      let kinds = Set(patient.truth.map { $0.kind })
      if patient.subject.isAdult {
        #expect(kinds.isDisjoint(with: [.avrt, .avnrt, .preexcited]))
      } else if patient.subject.accessoryPathway == nil {
        #expect(kinds.isDisjoint(with: [.avrt, .preexcited]))
      } else {
        #expect(!kinds.contains(.avnrt))
      }
    }
  }
}
