public import ArgumentParser
public import NeuralNetwork

extension ProductProvider: ExpressibleByArgument {
  /// Has all matrix products from now on computed by it.
  func choose() throws {
    guard Self.use(self) else {
      throw CommandError.badOption(
        name: "--products", expected: "tile, or OpenBLAS to be installed (libopenblas0)",
        found: rawValue)
    }
  }
}

extension ProductPrecision: ExpressibleByArgument {
  /// Itself, where this processor has it.
  func required() throws -> Self {
    guard isAvailable else {
      throw CommandError.badOption(
        name: "--precision", expected: "float32, or a processor with AVX-512 BF16", found: rawValue)
    }
    return self
  }
}
