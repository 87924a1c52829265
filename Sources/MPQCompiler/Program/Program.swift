public import MPQAPI
public import MPQSyntax

/// A checked script: the answers that it prints, and the graph of what they are made of.
///
/// Equal parts occur once: equal queries, stages of the same table, arithmetic of the same
/// operands.
public struct Program: Equatable, Sendable {
  /// A part of the graph.
  ///
  /// Numbers of nodes refer to nodes before it.
  public enum Node: Equatable, Sendable {
    /// The table of one query.
    case query(Plan)
    /// Arithmetic between two tables.
    case combined(Int, ArithmeticSign, Int, spread: Spread)
    /// Arithmetic between a table and a number.
    case scaled(Int, ArithmeticSign, Number, numberIsLeft: Bool)
    /// A stage of a table; its parameters are substituted.
    case stage(Stage.Kind, Int)
  }

  /// How the value columns of two tables meet in arithmetic.
  public enum Spread: Equatable, Sendable {
    /// Columns of the same name.
    case none
    /// The only value column of the left table with each of the right.
    case left
    /// The only value column of the right table with each of the left.
    case right
    /// The only value columns of both.
    case both

    /// How tables meet of which some have exactly one column of numbers.
    package init(hasOneLeft: Bool, hasOneRight: Bool) {
      switch (hasOneLeft, hasOneRight) {
      case (true, true): self = .both
      case (true, false): self = .left
      case (false, true): self = .right
      case (false, false): self = .none
      }
    }
  }

  /// A statement that gives an answer.
  public struct Output: Equatable, Sendable {
    /// The node of its table.
    public var node: Int
    /// The statement in its canonical spelling, with parameters substituted.
    public var text: String
    /// Whether its calls are to be shown and not sent.
    public var isExplain: Bool
    /// How its answer is drawn; `nil` for a table.
    public var chart: Chart?
    /// The file that its answer is written to.
    public var path: String?
    /// Where it is written.
    public var span: SourceSpan
  }

  /// A wish for a drawing.
  public struct Chart: Equatable, Sendable {
    /// The kind; `nil` for the one that fits the columns.
    public var word: ChartWord?

    /// A chart of a kind, or of the kind that fits.
    public init(_ word: ChartWord?) {
      self.word = word
    }
  }

  /// The texts of the program.
  public let sources: Sources
  /// The nodes; each comes after those that it uses.
  public private(set) var nodes: [Node]
  /// The columns of each node.
  package private(set) var schemas: [Schema]
  /// The statements that give answers, in the order of the script.
  public private(set) var outputs: [Output]

  init(
    sources: Sources, nodes: [Node], schemas: [Schema], outputs: [Output]
  ) {
    self.sources = sources
    self.nodes = nodes
    self.schemas = schemas
    self.outputs = outputs
  }

  /// The nodes that `node` is made of, in order, and itself.
  package func parts(of node: Int) -> [Int] {
    var isPart = [Bool](repeating: false, count: node + 1)
    isPart[node] = true
    // A node uses only nodes before it, so one pass backwards finds all.
    for index in stride(from: node, through: 0, by: -1) where isPart[index] {
      for input in nodes[index].inputs { isPart[input] = true }
    }
    return isPart.indices.filter { isPart[$0] }
  }

  /// The queries that the statement needs, in the order in which they are written.
  package func plans(ofOutput index: Int) -> [Plan] {
    parts(of: outputs[index].node).compactMap {
      if case .query(let plan) = nodes[$0] { plan } else { nil }
    }
  }

  /// The query of a statement that is one query and nothing else.
  package func query(ofOutput index: Int) -> Plan? {
    if case .query(let plan) = nodes[outputs[index].node] { plan } else { nil }
  }

  /// The number of calls that a run makes: those of the statements without `explain`, each once.
  public var callCount: Int { callCount { !$0.isExplain } }

  /// The number of calls of all statements, each once.
  public var totalCallCount: Int { callCount { _ in true } }

  private func callCount(_ counts: (Output) -> Bool) -> Int {
    var calls: Set<Call> = []
    for index in outputs.indices where counts(outputs[index]) {
      calls.formUnion(self.calls(ofOutput: index))
    }
    return calls.count
  }

  /// The calls of one statement, each once, whether it is explained or not.
  package func calls(ofOutput index: Int) -> [Call] {
    var seen: Set<Call> = []
    return plans(ofOutput: index).flatMap(\.steps).map(\.call).filter { seen.insert($0).inserted }
  }

  /// The program of one statement; `isExplain` is as given.
  package func only(_ index: Int, isExplain: Bool = false) -> Program {
    var output = outputs[index]
    output.isExplain = isExplain
    return Program(
      sources: sources, nodes: nodes, schemas: schemas, outputs: [output])
  }

  /// The program that explains every statement.
  package var explained: Program {
    var program = self
    for index in outputs.indices { program.outputs[index].isExplain = true }
    return program
  }
}

extension Program.Node {
  /// The nodes that this one uses.
  package var inputs: [Int] {
    switch self {
    case .query: []
    case .combined(let left, _, let right, _): [left, right]
    case .scaled(let table, _, _, _): [table]
    case .stage(_, let table): [table]
    }
  }
}
