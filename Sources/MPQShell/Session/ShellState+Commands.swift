import MPQ
import MPQAPI
import MPQCompiler
import MPQSyntax

extension ShellState {
  /// Performs a command of the shell.
  mutating func command(_ line: String, _ context: ShellContext) -> [ShellAction] {
    let (text, isForced) = Self.withoutForce(line)
    var context = context
    context.isForced = context.isForced || isForced
    do throws(DotInvocation.Problem) {
      let invocation = try DotInvocation(parsing: text)
      return [.remember(line)] + actions(for: invocation, line: line, context)
    } catch {
      return [.remember(line), .complain(error.message, hint: error.hint)]
    }
  }

  private mutating func actions(
    for invocation: DotInvocation, line: String, _ context: ShellContext
  ) -> [ShellAction] {
    switch invocation {
    case .help(let topic): return help(topic)
    case .quit: return [.leave(0)]
    case .profile(let name): return [name.map(ShellAction.switchProfile) ?? .showProfiles]
    case .refresh: return [.refreshNames]
    case .read(let path): return [.read(path)]
    case .history(let text): return [.showHistory(text)]
    case .edit(let text): return [.edit(text ?? lastStatement)]
    case .format(let format): return setFormat(format)
    case .timing(let isOn):
      isTiming = isOn ?? !isTiming
      return [.tell("timing is \(isTiming ? "on" : "off")")]
    case .output(let path):
      outputPath = path
      return [.tell(path.map { "answers go to \(visible($0))" } ?? "answers go to the terminal")]
    case .last(let format): return last(format)
    case .explain(let query): return explain(query, context)
    case .watch(let seconds, let query): return watch(query, seconds, line: line, context)
    }
  }

  private func help(_ topic: String?) -> [ShellAction] {
    guard let topic else { return [.show(DotHelp.overview)] }
    if let text = DotHelp.text(about: topic) { return [.show(text)] }
    let near = NearMiss.best(for: topic, among: DotHelp.topics).map { "did you mean '\($0)'?" }
    return [.complain("no help about '\(visible(topic))'", hint: near ?? ".help")]
  }

  private mutating func setFormat(_ new: OutputFormat?) -> [ShellAction] {
    if let new { format = new }
    return [.tell("answers are shown as \((format ?? .table).rawValue)")]
  }

  private func last(_ format: OutputFormat?) -> [ShellAction] {
    guard !answers.answers.isEmpty else {
      return [.complain("no answer yet", hint: nil)]
    }
    let render = ShellAction.render(answers.answers, format ?? self.format ?? .table)
    guard answers.droppedCount > 0 else { return [render] }
    let count = answers.droppedCount == 1 ? "answer is" : "\(answers.droppedCount) answers are"
    return [.tell("the first \(count) no longer stored"), render]
  }

  private mutating func explain(_ query: String, _ context: ShellContext) -> [ShellAction] {
    lastStatement = query
    return explained(query, context).map { [.run($0)] } ?? complaints(about: query, context)
  }

  private func explained(_ query: String, _ context: ShellContext) -> Program? {
    guard let source = try? SourceText(query, name: "query") else { return nil }
    return try? program(source, context).explained
  }

  private mutating func watch(
    _ query: String, _ seconds: Int, line: String, _ context: ShellContext
  ) -> [ShellAction] {
    lastStatement = query
    guard let source = try? SourceText(query, name: "query"),
      let program = try? program(source, context)
    else { return complaints(about: query, context) }
    guard program.outputs.count == 1, !program.outputs[0].isExplain else {
      return [.complain(".watch takes one query", hint: nil)]
    }
    return ask(.watch(program, seconds: seconds), program, line: line, context)
  }

  /// The errors of an invalid query.
  private mutating func complaints(about query: String, _ context: ShellContext) -> [ShellAction] {
    do throws(Diagnostic) {
      return compile(try SourceText(query, name: "query"), line: nil, context)
    } catch {
      return [.complain(error.message, hint: error.hints.first)]
    }
  }
}
