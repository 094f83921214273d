extension EvaluationReport {
  /// The report as one self-contained page of well-formed XHTML; the same value is the same bytes.
  public func html() -> String { ReportPage(report: self).html() }
}
