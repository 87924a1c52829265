import MPQSyntax

// Compares trees without their spans.

/// Forgets where everything is written.
private struct SpanEraser: TreeRewriter {
  mutating func rewrite(_ span: SourceSpan) -> SourceSpan { .none }
}

extension Script {
  /// Whether both scripts are equal except for spans.
  func isSame(as other: Script) -> Bool {
    var eraser = SpanEraser()
    return rewritten(by: &eraser) == other.rewritten(by: &eraser)
  }
}
