import MPQAPI
import MPQCompiler

/// Makes the tables of a program's nodes, each once, and keeps those that later statements need.
struct ProgramTables {
  /// The table of a node, with what is to be said about it.
  private struct Part {
    var table: Table
    var window: Answer.ResolvedWindow?
    var notes: [Note]
  }

  private let program: Program
  private let source: any CallSource
  /// The nodes of each statement that gives an answer.
  private let parts: [[Int]]
  /// The number of unfinished statements that need a node.
  private var userCounts: [Int]
  /// The tables of nodes that unfinished statements need.
  private var kept: [Int: Part] = [:]

  init(_ program: Program, from source: any CallSource) {
    self.program = program
    self.source = source
    parts = program.outputs.map { program.parts(of: $0.node) }
    userCounts = [Int](repeating: 0, count: program.nodes.count)
    for part in parts.joined() { userCounts[part] += 1 }
  }

  /// Forgets what only `statement` needs, which gives no answer.
  mutating func skip(_ statement: Int) {
    for node in parts[statement] {
      userCounts[node] -= 1
      if userCounts[node] <= 0 { kept[node] = nil }
    }
  }

  /// The answer of a statement.
  ///
  /// - Parameters:
  ///   - statement: The statement.
  ///   - results: The results of its calls, in the order of its queries.
  /// - Returns: Its answer.
  /// - Throws: ``QueryError/stage(_:)`` when a table does not allow a stage.
  mutating func answer(_ statement: Int, _ results: [CallResult]) throws(QueryError) -> Answer {
    defer { skip(statement) }
    let output = program.outputs[statement]
    var made: [Int: Part] = [:]
    var results = results[...]
    let needed = needed(for: output.node)
    let lastUses = lastUses(in: needed)
    for node in parts[statement] {
      var own: [CallResult] = []
      if case .query(let plan) = program.nodes[node] {
        own = Array(results.prefix(plan.steps.count))
        results = results.dropFirst(plan.steps.count)
      }
      guard needed.contains(node) else { continue }
      if let known = kept[node] {
        made[node] = known
      } else {
        made[node] = try part(program.nodes[node], own, made)
      }
      if isShared(node, in: statement) { kept[node] = made[node] }
      // A table is freed after its last use, since tables can be large.
      for input in program.nodes[node].inputs where lastUses[input] == node { made[input] = nil }
    }
    guard let part = made[output.node] else {
      return Answer(query: output.text, table: Table(columns: []))
    }
    return Answer(
      query: output.text, table: part.table, window: part.window,
      notes: part.notes, chart: output.chart, path: output.path)
  }

  /// The nodes whose tables are needed for that of `node`: not those below a table that is kept.
  private func needed(for node: Int) -> Set<Int> {
    var needed: Set<Int> = []
    var open = [node]
    while let next = open.popLast() {
      guard needed.insert(next).inserted, kept[next] == nil else { continue }
      open += program.nodes[next].inputs
    }
    return needed
  }

  /// The last of `nodes` that uses each node.
  private func lastUses(in nodes: Set<Int>) -> [Int: Int] {
    var last: [Int: Int] = [:]
    for node in nodes.sorted() where kept[node] == nil {
      for input in program.nodes[node].inputs { last[input] = node }
    }
    return last
  }

  /// Whether a later statement uses the table of `node` itself, and not only what is made of it.
  private func isShared(_ node: Int, in statement: Int) -> Bool {
    guard userCounts[node] > 1 else { return false }
    guard node != program.outputs[statement].node else { return true }
    return parts[statement].contains { other in
      program.nodes[other].inputs.contains(node) && userCounts[other] < userCounts[node]
    }
  }

  private func part(_ plan: Plan, _ results: [CallResult]) -> Part {
    let answer = AnswerBuilder(plan: plan, results: results).answer()
    return Part(
      table: answer.table, window: answer.window,
      notes: answer.notes + Note.differences(of: plan, from: source))
  }

  /// The table of a node: of the results of its calls, or of the tables that it uses.
  private func part(
    _ node: Program.Node, _ results: [CallResult], _ made: [Int: Part]
  ) throws(QueryError) -> Part {
    if case .query(let plan) = node { return part(plan, results) }
    let inputs = node.inputs.compactMap { made[$0] }
    guard inputs.count == node.inputs.count, let first = inputs.first, let last = inputs.last else {
      return Part(table: Table(columns: []), window: nil, notes: [])
    }
    do throws(StageError) {
      let result: StageResult
      var window = first.window
      switch node {
      case .query: return first
      case .combined(_, let sign, _, let spread):
        result = try StageRunner.combine(first.table, sign, last.table, spread: spread)
        window = Self.shared(first.window, last.window)
      case .scaled(_, let sign, let number, let numberIsLeft):
        result = StageRunner.combine(first.table, sign, number, numberIsLeft: numberIsLeft)
      case .stage(let stage, _): result = try StageRunner.apply(stage, to: first.table)
      }
      var notes: [Note] = []
      for note in inputs.flatMap(\.notes) + result.notes where !notes.contains(note) {
        notes.append(note)
      }
      return Part(table: result.table, window: window, notes: notes)
    } catch {
      throw .stage(error)
    }
  }

  /// The periods that both windows have.
  private static func shared(
    _ left: Answer.ResolvedWindow?, _ right: Answer.ResolvedWindow?
  ) -> Answer.ResolvedWindow? {
    guard let left, let right, left.unit == right.unit else { return left ?? right }
    let from = max(left.from, right.from)
    let to = min(left.to, right.to)
    return from <= to ? Answer.ResolvedWindow(unit: left.unit, from: from, to: to) : nil
  }
}
