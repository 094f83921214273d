import NeuralNetwork

// The two terms of the loss. Each leaves its part of the derivatives by the products of vectors,
// of which there are few, and not by the vectors themselves.
extension AdaptiveContrastiveLoss {
  /// Counts the rows of each class, and shares the batch's weight of 1 out among the anchors.
  mutating func weighAnchors(_ labels: [Int], _ count: Int) {
    for index in 0..<classCount { classSizes[index] = 0 }
    var total = 0.0
    for row in 0..<count {
      let label = labels[row]
      precondition(
        logPrior[label] > LogSumExp.masked / 2,
        "row \(row) is of class \(label), whose prior frequency is 0")
      classSizes[label] += 1
      total += classWeights[label]
    }
    for row in 0..<count {
      anchorWeights[row] = total > 0 ? classWeights[labels[row]] / total : 0
    }
  }

  /// Adds `λ_p` times prototype alignment to the derivatives by zᵢ·p̂_c:
  /// `ωᵢ/τ λ_p (softmax(tᵢ)_c − [c = y])`.
  /// - Returns: `Σ ωᵢ ℓᴾᵢ`.
  mutating func addAlignment(
    _ labels: [Int], _ count: Int, _ modulation: HardClassModulation
  ) -> Double {
    let margin = configuration.margin / configuration.tau
    let strength = configuration.lambdaPrototype / configuration.tau
    var sum = 0.0
    for anchor in 0..<count {
      let label = labels[anchor]
      let start = anchor * classCount
      for index in 0..<classCount {
        let modulated =
          prototypeScores[start + index] + modulation.logFactors[label * classCount + index]
        anchorRow[index] = modulated + logPrior[index]
      }
      anchorRow[label] -= margin
      let target = anchorRow[label]
      let normalizer = LogSumExp.softmax(&anchorRow, from: 0, count: classCount)
      sum += anchorWeights[anchor] * (normalizer - target)
      let factor = anchorWeights[anchor] * strength
      for index in 0..<classCount {
        prototypeScoreGradient[start + index] += factor * anchorRow[index]
      }
      prototypeScoreGradient[start + label] -= factor
    }
    return sum
  }

  /// Replaces `pairs` by `η` times the derivatives of the contrast by zᵢ·z_j, and adds those by
  /// zᵢ·p̂_c.
  /// - Returns: `Σ ωᵢ ℓˢᵢ`.
  mutating func addContrast(
    _ labels: [Int], _ patients: [Int]?, _ count: Int, _ modulation: HardClassModulation
  ) -> Double {
    var sum = 0.0
    for anchor in 0..<count {
      let label = labels[anchor]
      let kin = patients.map { patients in
        (0..<count).count { patients[$0] == patients[anchor] && labels[$0] == label }
      }
      let members = classSizes[label] + 1 - (kin ?? 1)
      prepareOffsets(label: label, members: members, modulation)
      sum +=
        anchorWeights[anchor]
        * addContrast(anchor: anchor, labels, patients, count, members: Double(members))
    }
    return sum
  }

  /// `ln α_yc − ln n_ic` of an anchor of class y.
  ///
  /// The anchor itself is not counted, and each class has its prototype as one more member; `members`
  /// are those of the anchor's own class.
  private mutating func prepareOffsets(
    label: Int, members: Int, _ modulation: HardClassModulation
  ) {
    for index in 0..<classCount {
      let count = index == label ? members : classSizes[index] + 1
      offsets[index] = modulation.logFactors[label * classCount + index] - logCounts[count]
    }
  }

  /// One anchor's part of `addContrast`, with its offsets prepared.
  /// - Returns: `ℓˢᵢ`.
  private mutating func addContrast(
    anchor: Int, _ labels: [Int], _ patients: [Int]?, _ count: Int, members: Double
  ) -> Double {
    let label = labels[anchor]
    func isKin(_ other: Int) -> Bool {
      guard let patients, labels[other] == label else { return other == anchor }
      return patients[other] == patients[anchor]
    }
    let factor = anchorWeights[anchor] * configuration.eta / configuration.tau
    let (pairStart, scoreStart) = (anchor * count, anchor * classCount)
    var positives = prototypeScores[scoreStart + label]
    for other in 0..<count {
      let score = pairs[pairStart + other]
      if labels[other] == label && !isKin(other) { positives += score }
      anchorRow[other] = isKin(other) ? LogSumExp.masked : score + offsets[labels[other]]
    }
    for index in 0..<classCount {
      anchorRow[count + index] = prototypeScores[scoreStart + index] + offsets[index]
    }
    let normalizer = LogSumExp.softmax(&anchorRow, from: 0, count: count + classCount)
    for other in 0..<count {
      let target = labels[other] == label && !isKin(other) ? 1 / members : 0
      pairs[pairStart + other] = factor * (anchorRow[other] - target)
    }
    for index in 0..<classCount {
      prototypeScoreGradient[scoreStart + index] += factor * anchorRow[count + index]
    }
    prototypeScoreGradient[scoreStart + label] -= factor / members
    return normalizer - positives / members
  }

  /// Multiplies the first `count` numbers by a factor.
  ///
  /// Static, since an instance's method could hold a second reference to the very array that it
  /// changes, and have it copied.
  static func scale(_ values: inout [Double], count: Int, by factor: Double) {
    var values = values.mutableSpan
    for index in 0..<count { values[index] *= factor }
  }
}
