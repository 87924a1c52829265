import MPQAPI
import MPQSyntax

/// Builds the graph of a program; equal nodes are merged.
struct GraphBuilder {
  /// What equal nodes have in common: all but where they are written.
  private enum Key: Hashable {
    case query(Form, [String], [Call])
    case combined(Int, ArithmeticSign, Int)
    case scaled(Int, ArithmeticSign, Number, Bool)
    case stage(String, Int)
  }

  private(set) var nodes: [Program.Node] = []
  private(set) var schemas: [Schema] = []
  private var places: [Key: Int] = [:]

  /// Adds the table of a query.
  mutating func add(_ plan: Plan, _ schema: Schema) -> Int {
    add(.query(plan), schema, .query(plan.form, plan.subjects, plan.steps.map(\.call)))
  }

  /// Adds a stage; `text` is its canonical spelling.
  mutating func add(_ stage: Stage, to input: Int) throws(SchemaFault) -> Int {
    let schema = try schemas[input].after(stage)
    return add(.stage(stage.kind, input), schema, .stage(stage.description, input))
  }

  /// Adds arithmetic between two tables.
  mutating func add(_ left: Int, _ sign: ArithmeticSign, _ right: Int) throws(SchemaFault) -> Int {
    let schema = try schemas[left].combined(sign, with: schemas[right]).get()
    let spread = schemas[left].spread(with: schemas[right])
    return add(
      .combined(left, sign, right, spread: spread), schema, .combined(left, sign, right))
  }

  /// Adds arithmetic between a table and a number.
  mutating func add(
    _ table: Int, _ sign: ArithmeticSign, _ number: Number, numberIsLeft: Bool
  ) throws(SchemaFault) -> Int {
    let schema = try schemas[table].combined(sign, number, numberIsLeft: numberIsLeft).get()
    return add(
      .scaled(table, sign, number, numberIsLeft: numberIsLeft), schema,
      .scaled(table, sign, number, numberIsLeft))
  }

  private mutating func add(_ node: Program.Node, _ schema: Schema, _ key: Key) -> Int {
    if let place = places[key] { return place }
    places[key] = nodes.count
    nodes.append(node)
    schemas.append(schema)
    return nodes.count - 1
  }
}
