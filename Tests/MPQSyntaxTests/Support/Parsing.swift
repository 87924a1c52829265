import MPQSyntax

/// The result of parsing `text`.
func parse(_ text: String) throws -> (script: Script, diagnostics: [Diagnostic]) {
  Script.parse(try SourceText(text, name: "query.mpq"))
}

/// The diagnostics of `text`, rendered.
func messages(of text: String) throws -> String {
  let source = try SourceText(text, name: "query.mpq")
  return Script.parse(source).diagnostics.map { $0.rendered(in: source) }.joined(separator: "\n")
}
