/// The kinds of file that a strip is written as.
public enum StripFormat: String, Sendable, CaseIterable {
  case svg, png, pdf
}
