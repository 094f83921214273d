import CNeuralKernels

/// Who computes the matrix products in Float32.
public enum ProductProvider: String, Sendable, CaseIterable {
  /// The program's own tiles: the default where the processor has tuned ones, AVX2 or AVX-512. An
  /// element's bits do not depend on the rows that are computed with it.
  case tile
  /// OpenBLAS, one thread a caller: the default elsewhere, where it is installed. Which bits come of
  /// a product may depend on its size, so a result may differ in the last place with the number of
  /// threads; trainings do not, since their products have one size on any number.
  case openblas

  /// Those that are there.
  public static var available: [ProductProvider] {
    neural_openblas_load() != 0 ? allCases : [.tile]
  }

  /// The one in use.
  public static var current: ProductProvider {
    neural_products_in_use() == Int32(neural_products_openblas.rawValue) ? .openblas : .tile
  }

  /// Chooses one. Nothing may be computing meanwhile. Returns false where it is not installed.
  public static func use(_ provider: ProductProvider) -> Bool {
    let choice = provider == .openblas ? neural_products_openblas : neural_products_tiled
    return neural_use_products(Int32(choice.rawValue)) != 0
  }
}
