/// Why a coefficient or its interval has no value.
public enum UndefinedAgreement: Sendable, Hashable {
  /// No item was read by two readers.
  case noItems
  /// All readings are of one category: chance alone would give the same agreement.
  case oneCategory
  /// No reader used the class.
  case unusedClass
  /// Cohen's kappa is of two readers.
  case readers(Int)
  /// The reader whose episodes are counted has none.
  case noEpisodes
  /// A bootstrap over patients needs two of them.
  case patients(Int)
  /// In too few of the bootstrap's draws was there anything to count.
  case draws(defined: Int, all: Int)
}

extension UndefinedAgreement: CustomStringConvertible {
  /// The reason as a clause, for a reader.
  public var description: String {
    switch self {
    case .noItems: "nothing was read by two readers"
    case .oneCategory: "all readings are of one category"
    case .unusedClass: "no reader used the class"
    case .readers(let count): "it is of two readers, and there are \(count)"
    case .noEpisodes: "the reader has no such episode"
    case .patients(let count):
      "an interval needs two patients, and there \(count == 1 ? "is" : "are") \(count)"
    case .draws(let defined, let all):
      "only \(defined) of \(all) draws of patients had anything to count"
    }
  }
}
