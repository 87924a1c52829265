import MPQ
import MPQAPI
import MPQCompiler
import MPQSyntax

extension ShellState {
  /// Handles an event.
  ///
  /// - Parameters:
  ///   - input: The event.
  ///   - context: Facts from outside of the state.
  /// - Returns: The actions, in order.
  package mutating func reduce(_ input: ShellInput, _ context: ShellContext) -> [ShellAction] {
    switch input {
    case .line(let line): return take(line, context)
    case .script(let source): return compile(source, isFile: true, line: nil, context)
    case .interrupt(let time): return interrupt(at: time)
    case .endOfInput:
      // An unfinished statement is not run, but can be recalled in the next session.
      return (isContinuing ? [.remember(pending)] : []) + [.leave(0)]
    case .answered(let answers, let seconds, let calls):
      self.answers = answers
      guard isTiming else { return [] }
      return [.tell(Self.timing(seconds: seconds, calls: calls))]
    }
  }

  // MARK: - Lines

  private mutating func take(_ line: String, _ context: ShellContext) -> [ShellAction] {
    let isBlank = line.allSatisfy(\.isWhitespace)
    if let refused, pending.isEmpty, isBlank || line == refused.line {
      self.refused = nil
      return isBlank ? [refused.action] : [.remember(line), refused.action]
    }
    refused = nil
    guard !isContinuing else { return statement(pending + "\n" + line, context) }
    guard !isBlank else { return [] }
    guard DotInvocation.isCommand(line) else { return statement(line, context) }
    // A command ends with its line; pasted text after it is another input.
    guard let end = line.firstIndex(where: \.isNewline) else { return command(line, context) }
    return command(String(line[..<end]), context)
      + take(String(line[line.index(after: end)...]), context)
  }

  /// Handles a complete statement, or the beginning of one.
  private mutating func statement(_ text: String, _ context: ShellContext) -> [ShellAction] {
    let (query, isForced) = Self.withoutForce(text)
    let source: SourceText
    do throws(Diagnostic) {
      source = try SourceText(query, name: "query")
    } catch {
      pending = ""
      return [.complain(error.message, hint: error.hints.first)]
    }
    guard isForced || !Script.isIncomplete(source) else {
      pending = text
      return []
    }
    pending = ""
    lastStatement = text
    var context = context
    context.isForced = context.isForced || isForced
    return [.remember(text)] + compile(source, line: text, context)
  }

  /// A statement without `--force` at its end, and whether it had it.
  static func withoutForce(_ text: String) -> (text: String, isForced: Bool) {
    let end = text.reversed().drop(while: \.isWhitespace)
    let word = " --force"
    guard end.starts(with: word.reversed()) else { return (text, false) }
    return (String(end.dropFirst(word.count).reversed()), true)
  }

  // MARK: - Queries

  /// Parses and compiles a whole text; nothing is run unless all of it is valid.
  mutating func compile(
    _ source: SourceText, isFile: Bool = false, line: String?, _ context: ShellContext
  ) -> [ShellAction] {
    do throws(QueryError) {
      let program = try program(source, isFile: isFile, context)
      definitions.take(source, isFile: isFile)
      guard !program.outputs.isEmpty else { return [] }
      return ask(.run(program), program, line: line, context)
    } catch {
      return [Self.complaint(error, context)]
    }
  }

  /// The program of a text, which may use what was defined before.
  func program(
    _ source: SourceText, isFile: Bool = false, _ context: ShellContext
  ) throws(QueryError) -> Program {
    let earlier = isFile ? [] : definitions.texts(before: source)
    return try Evaluator.program(
      earlier + [source], defaults: context.defaults,
      include: context.include(earlier.map { _ in false } + [isFile]))
  }

  /// Performs `action` unless a query of its `program` has an unknown name.
  mutating func ask(
    _ action: ShellAction, _ program: Program, line: String?, _ context: ShellContext
  ) -> [ShellAction] {
    let asked = program.outputs.indices.filter { !program.outputs[$0].isExplain }
    let unknown =
      context.isForced
      ? [] : asked.flatMap(program.plans(ofOutput:)).flatMap(context.unknownNames)
    guard !unknown.isEmpty else { return [action] }
    refused = Refused(line: line ?? "", action: action)
    return unknown.withoutRepeats().map { .complain($0, hint: nil) }
      + [.tell("nothing was sent; press Enter to send it anyway")]
  }

  /// One message with every diagnostic, drawn.
  private static func complaint(_ error: QueryError, _ context: ShellContext) -> ShellAction {
    guard case .invalid(let diagnostics, let sources) = error else {
      return .complain(error.message, hint: nil)
    }
    let drawn = diagnostics.map { $0.rendered(in: sources, width: context.characterWidth) }
    return .tell(drawn.joined(separator: "\n"))
  }

  // MARK: - Keys

  private mutating func interrupt(at time: Double) -> [ShellAction] {
    pending = ""
    refused = nil
    defer { lastInterrupt = time }
    guard let lastInterrupt, time - lastInterrupt <= Self.interruptWindow else { return [] }
    return [.leave(130)]
  }

  private static func timing(seconds: Double, calls: Int) -> String {
    let milliseconds = Int(exactly: (min(max(seconds, 0), 1e9) * 1000).rounded()) ?? 0
    let count = counted(calls, "call")
    guard milliseconds >= 10_000 else { return "\(milliseconds) ms, \(count)" }
    return "\(milliseconds / 1000).\(milliseconds % 1000 / 100) s, \(count)"
  }
}
