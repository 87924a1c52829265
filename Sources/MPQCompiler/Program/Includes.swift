public import MPQSyntax

/// A text that `include` names.
public struct IncludedText: Sendable {
  /// The text.
  public var text: SourceText
  /// What identifies its file, so that each file counts once: its path without links.
  public var identity: String

  /// The text of a file.
  public init(_ text: SourceText, identity: String) {
    self.text = text
    self.identity = identity
  }
}

/// Why a file cannot be included.
public struct IncludeFailure: Error, Equatable, Sendable {
  /// The cause, without a full stop.
  public var cause: String

  /// A failure with its cause.
  public init(_ cause: String) {
    self.cause = cause
  }
}

/// The text that has an `include`.
public struct Includer: Sendable {
  /// Its name.
  public var name: String
  /// Its place among the texts of the program, from 0; `nil` when it is included itself.
  public var place: Int?
}

/// Reads the file at a path that an includer names.
public typealias IncludeReader =
  @Sendable (_ path: String, _ includer: Includer) throws(IncludeFailure) -> IncludedText

/// Puts the statements of included files in the place of `include`, each file once.
struct Includes {
  /// The most files that include one another.
  static let depthLimit = 16
  /// The most statements of a program.
  static let statementLimit = 10_000

  private let read: IncludeReader?
  private(set) var sources = Sources()
  private(set) var statements: [Statement] = []
  private(set) var diagnostics: [Diagnostic] = []
  /// Whether a text may use a parameter: whether one has a colon.
  private(set) var mayUseParameters = false
  /// The files that were included.
  private var known: Set<String> = []
  /// The files that are being read, the outermost first.
  private var open: [String] = []

  init(read: IncludeReader?) {
    self.read = read
  }

  /// Adds the statements of a text of the program.
  mutating func add(_ text: SourceText, place: Int) {
    guard let source = sources.add(text, includedAt: nil) else {
      return diagnostics.append(Diagnostic(NameProblem.tooManyFiles, at: .none))
    }
    add(source, Includer(name: text.name, place: place))
  }

  private mutating func add(_ source: SourceID, _ includer: Includer) {
    let (script, problems) = Script.parse(sources[source], as: source)
    mayUseParameters =
      mayUseParameters || sources[source].bytes.contains(UInt8(ascii: ":"))
    diagnostics += problems
    for statement in script.statements {
      if case .include(let name) = statement.kind {
        include(name, includer)
      } else if statements.count < Self.statementLimit {
        statements.append(statement)
      } else {
        return diagnostics.append(Diagnostic(NameProblem.tooManyStatements, at: statement.span))
      }
    }
  }

  private mutating func include(_ name: Name, _ includer: Includer) {
    guard open.count < Self.depthLimit else {
      return diagnostics.append(Diagnostic(NameProblem.includeTooDeep, at: name.span))
    }
    do throws(IncludeFailure) {
      guard let read else { throw IncludeFailure("files cannot be included here") }
      let included = try read(name.text, includer)
      guard !open.contains(included.identity) else {
        return diagnostics.append(Diagnostic(NameProblem.includesItself(name.text), at: name.span))
      }
      guard known.insert(included.identity).inserted else { return }
      guard let source = sources.add(included.text, includedAt: name.span) else {
        return diagnostics.append(Diagnostic(NameProblem.tooManyFiles, at: name.span))
      }
      open.append(included.identity)
      add(source, Includer(name: included.text.name, place: nil))
      open.removeLast()
    } catch {
      diagnostics.append(
        Diagnostic(NameProblem.cannotInclude(name.text, cause: error.cause), at: name.span))
    }
  }
}
