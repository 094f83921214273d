/// Which of a window's modalities a model gets to see.
public enum ModalityChoice: String, Sendable, CaseIterable {
  case both, ecg, iegm
}

extension PreparedWindow {
  /// Silences what a model of one modality does not see.
  public mutating func keep(_ modality: ModalityChoice) {
    if modality == .iegm {
      for index in ecg.indices { ecg[index] = 0 }
      for index in ecgLive.indices { ecgLive[index] = 0 }
    }
    if modality == .ecg {
      for index in iegm.indices { iegm[index] = 0 }
      for index in iegmLive.indices { iegmLive[index] = 0 }
    }
  }
}
