import ArrhythmiaModel
import Evaluation
import Foundation
import NeuralNetwork
import ReviewApp
import ReviewSession
import ReviewStore
import TerminalGraphics
import Training
import Waveforms

/// Readers of what stands beside recordings: labels, tables, themes, models, what is remembered.
extension FuzzTarget {
  static let documents = [
    labels("labels-csv", "a.csv"), labels("labels-json", "a.json"), session, montages, store,
    FuzzTarget(name: "channel-map") { bytes, folder in
      _ = try ChannelMap(path: folder.write(bytes, "a.map"))
    },
    FuzzTarget(name: "subjects") { bytes, folder in
      _ = try LeipzigSubjectTable(path: folder.write(bytes, "subjects.csv"), cohort: .children)
    },
    FuzzTarget(name: "screening-list") { bytes, folder in
      let list = try ScreeningList(path: folder.write(bytes, "list"))
      _ = list.records.prefix(100).map(list.place)
    },
    FuzzTarget(name: "theme") { bytes, folder in
      folder.write(bytes, "t.toml")
      let library = ThemeLibrary(folders: [URL(filePath: folder.path)])
      _ = ThemeAudit(try library.theme(named: "t"))
    },
    FuzzTarget(name: "tensors") { bytes, folder in
      _ = try SafeTensors(path: folder.write(bytes, "t.safetensors"))
    },
    FuzzTarget(name: "model") { bytes, folder in
      _ = try ModelWeights(path: folder.write(bytes, "m.safetensors"))
    },
    FuzzTarget(name: "memory") { bytes, folder in
      _ = try TrainingMemory(path: folder.write(bytes, "m.safetensors"))
    },
  ]

  private static func labels(_ name: String, _ file: String) -> FuzzTarget {
    FuzzTarget(name: name) { bytes, folder in
      folder.write([UInt8](repeating: 7, count: 400), "r.dat")
      folder.write(Array("r 1 100 200\nr.dat 16 200 12 0 0 0 0 II\n".utf8), "r.hea")
      let record = try Recording(path: "\(folder.path)/r.hea").record
      _ = try LabelFile.read(folder.write(bytes, file), of: record)
    }
  }

  private static let session = FuzzTarget(name: "session", leavesFiles: true) { bytes, folder in
    folder.write(bytes, "tawara/session.json")
    _ = SessionStore(environment: ["XDG_STATE_HOME": folder.path]).load()
  }

  private static let montages = FuzzTarget(name: "montages", leavesFiles: true) { bytes, folder in
    folder.write(bytes, "tawara/montages.json")
    _ = MontageStore(environment: ["XDG_CONFIG_HOME": folder.path]).load()
  }

  private static let store = FuzzTarget(name: "store", leavesFiles: true) { bytes, folder in
    let store = try DecisionStore(path: folder.write(bytes, "decisions.sqlite"))
    _ = try store.check()
    for set in try store.allSets() { _ = try LabelBook(set.key, reader: "reader", log: store) }
  }
}
