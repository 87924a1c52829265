import MPQAPI
package import MPQSyntax

/// What `let`, `param` and `include` have defined at the prompt: later statements use it.
///
/// A definition replaces the one before it of the same name.
package struct Definitions: Equatable, Sendable {
  /// The most definitions of a session.
  static let limit = 1_000

  /// One definition, as it was entered.
  private struct Entry: Equatable, Sendable {
    var name: ByteText
    var text: SourceText
  }

  private var entries: [Entry] = []

  /// The texts of the definitions that `text` does not replace, oldest first.
  package func texts(before text: SourceText) -> [SourceText] {
    let new = Set(Self.names(of: text))
    return entries.filter { !new.contains($0.name) }.map(\.text)
  }

  /// All definitions, each a statement that ends.
  package var text: String {
    entries.map { String(decoding: $0.text.bytes, as: UTF8.self) + ";\n" }.joined()
  }

  /// Keeps the definitions of `text`, whose statements were compiled without a problem.
  ///
  /// A file that includes others defines nothing here: their paths are relative to its folder.
  mutating func take(_ text: SourceText, isFile: Bool = false) {
    let (script, _) = Script.parse(text)
    if isFile, script.statements.contains(where: \.isInclude) { return }
    for statement in script.statements {
      guard let name = Self.name(of: statement),
        let source = try? SourceText(text[statement.span], name: text.name)
      else { continue }
      entries.removeAll { $0.name == name }
      entries.append(Entry(name: name, text: source))
    }
    if entries.count > Self.limit { entries.removeFirst(entries.count - Self.limit) }
  }

  private static func names(of text: SourceText) -> [ByteText] {
    Script.parse(text).script.statements.compactMap(name)
  }

  /// What a statement defines; the kinds of names do not meet.
  private static func name(of statement: Statement) -> ByteText? {
    switch statement.kind {
    case .let(let name, _): ByteText("let \(name.text)")
    case .param(let name, _): ByteText("param \(name.text)")
    case .include(let name): ByteText("include \(name.text)")
    case .answer: nil
    }
  }
}

extension Statement {
  fileprivate var isInclude: Bool { if case .include = kind { true } else { false } }
}
