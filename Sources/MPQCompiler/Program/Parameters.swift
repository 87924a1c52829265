import MPQAPI
import MPQSyntax

/// The parameters of a script: what `param` declares, and what the caller sets.
public struct Parameters {
  /// A value from outside: `--set weeks=8`.
  public struct Setting: Equatable, Sendable {
    /// The parameter.
    public var name: String
    /// Its value, as a text.
    public var value: String

    /// The value of a parameter.
    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }

    /// Reads `NAME=VALUE`; `nil` for another text.
    public init?(_ text: String) {
      guard let sign = text.utf8.firstIndex(of: UInt8(ascii: "=")), sign > text.startIndex else {
        return nil
      }
      name = String(text[..<sign])
      value = String(text[text.index(after: sign)...])
    }
  }

  /// A parameter that is declared.
  private struct Declaration {
    var name: Name
    var value: Value?
  }

  private var settings: [ByteText: String] = [:]
  private var declarations: [ByteText: Declaration] = [:]
  private(set) var diagnostics: [Diagnostic] = []

  init(_ settings: [Setting]) {
    for setting in settings {
      guard self.settings.updateValue(setting.value, forKey: ByteText(setting.name)) == nil else {
        diagnostics.append(Diagnostic(NameProblem.setTwice(setting.name), at: .none))
        continue
      }
    }
  }

  /// Whether a query can have `text` as a number.
  private static func isNumber(_ text: String) -> Bool {
    let digits = text.hasPrefix("-") ? String(text.dropFirst()) : text
    return Name.isOneToken(digits) { $0 == .number } && Number(literal: text) != nil
  }

  /// Takes a declaration.
  mutating func declare(_ name: Name, _ fallback: Value?, _ sources: Sources) {
    let key = ByteText(name.text)
    if let earlier = declarations[key] {
      let line = sources.line(of: earlier.name.span)
      diagnostics.append(
        Diagnostic(NameProblem.secondParameter(name.text, line: line), at: name.span))
      return
    }
    var value = fallback
    if let text = settings[key] {
      switch fallback?.kind {
      case .number where !Self.isNumber(text):
        diagnostics.append(
          Diagnostic(NameProblem.mistypedParameter(name.text, value: text), at: name.span))
        value = nil
      case .number: value = Value(.number(text), span: name.span)
      case .text, .parameter, nil: value = Value(.text(text), span: name.span)
      }
    } else if fallback == nil {
      diagnostics.append(Diagnostic(NameProblem.missingParameter(name.text), at: name.span))
    }
    declarations[key] = Declaration(name: name, value: value)
  }

  /// Reports the settings that no `param` declares; to be called after the last declaration.
  mutating func checkSettings() {
    for name in settings.keys.sorted() where declarations[name] == nil {
      let nearest = NearMiss.best(for: name.text, among: declarations.keys.map(\.text).sorted())
      diagnostics.append(
        Diagnostic(NameProblem.unknownSetting(name.text, nearest: nearest), at: .none))
    }
  }

  /// The value of a parameter where a text or a number may be.
  ///
  /// - Returns: `nil` after a problem, which is kept or was kept at the declaration.
  mutating func value(of name: Name) -> Value? {
    guard let declaration = declarations[ByteText(name.text)] else {
      let nearest = NearMiss.best(for: name.text, among: declarations.keys.map(\.text).sorted())
      diagnostics.append(
        Diagnostic(NameProblem.unknownParameter(name.text, nearest: nearest), at: name.span))
      return nil
    }
    return declaration.value.map { Value($0.kind, span: name.span) }
  }

  /// The value of a parameter where a name must be.
  mutating func name(of name: Name) -> Name? {
    guard let value = value(of: name) else { return nil }
    guard !value.text.isEmpty, !value.text.utf8.contains(0) else {
      diagnostics.append(Diagnostic(NameProblem.emptyName(name.text), at: name.span))
      return nil
    }
    return Name(value.text, span: name.span)
  }

  /// The value of a parameter where a whole number from 1 must be.
  mutating func count(of name: Name) -> Int? {
    guard let value = value(of: name) else { return nil }
    guard let count = Int(value.text), (1...Clause.countLimit).contains(count) else {
      diagnostics.append(
        Diagnostic(NameProblem.notACount(name.text, value: value.text), at: name.span))
      return nil
    }
    return count
  }
}
