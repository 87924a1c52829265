import MPQSyntax
import TestSupport

/// Generates random trees of every form of script.
struct ProgramGenerator {
  var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed) }

  /// A script of up to four statements.
  mutating func script() -> Script {
    Script(statements: (0..<random.below(5)).map { _ in statement() })
  }

  private mutating func statement() -> Statement {
    switch random.below(12) {
    case 0: Statement(.let(Name(word()), expression(depth: 2, isOutput: false)))
    case 1: Statement(.param(parameter(), random.below(2) == 0 ? nil : constant()))
    case 2: Statement(.include(name(allowsParameter: false)))
    case 3...7:
      Statement(.answer(expression(depth: 2, isOutput: true)), isExplain: random.below(4) == 0)
    default: Statement(query(), isExplain: random.below(4) == 0)
    }
  }

  // MARK: - Expressions

  private mutating func expression(depth: Int, isOutput: Bool) -> Expression {
    var stages = (0..<random.below(4)).map { _ in Stage(stage()) }
    if isOutput, random.below(4) == 0 { stages.append(Stage(.save(file()))) }
    if isOutput, random.below(4) == 0 {
      stages.append(Stage(.chart(random.below(2) == 0 ? nil : random.pick(ChartWord.allCases))))
    }
    return Expression(arithmetic(depth: depth) { $0.operand(depth: depth) }, stages: stages)
  }

  private mutating func operand(depth: Int) -> Operand {
    switch random.below(depth > 0 ? 6 : 4) {
    case 0: return Operand(.name(Name(word())))
    case 1: return Operand(.number(number()))
    case 2, 3: return Operand(.query(query()))
    default:
      var inner = expression(depth: depth - 1, isOutput: false)
      if inner.stages.isEmpty { inner.stages = [Stage(stage())] }
      return Operand(.pipeline(inner))
    }
  }

  private mutating func arithmetic<Operand>(
    depth: Int, _ operand: (inout ProgramGenerator) -> Operand
  ) -> Arithmetic<Operand> {
    guard depth > 0, random.below(3) == 0 else { return .operand(operand(&self)) }
    let isSum = random.below(2) == 0
    let signs: [ArithmeticSign] = isSum ? [.plus, .minus] : [.times, .over]
    let first = arithmetic(depth: depth - 1, operand)
    let links = (0...random.below(3)).map { _ in
      Arithmetic<Operand>.Link(random.pick(signs), arithmetic(depth: depth - 1, operand))
    }
    return isSum ? .sum(first, links) : .product(first, links)
  }

  // MARK: - Stages

  /// Any stage but `chart` and `save`.
  private mutating func stage() -> Stage.Kind {
    switch random.below(15) {
    case 0: .sort((0...random.below(3)).map { _ in SortKey(column(), isDescending: flag()) })
    case 1: .first(count())
    case 2: .last(count())
    case 3: .where(condition(depth: 3))
    case 4: .expect(condition(depth: 3))
    case 5:
      .select((0...random.below(3)).map { _ in Selection(column(), as: flag() ? column() : nil) })
    case 6: .add(column(), arithmetic(depth: 3) { $0.cellOperand() })
    case 7: .fold(random.pick(FoldWord.allCases), by: (0..<random.below(3)).map { _ in column() })
    case 8: .unpivot(flag() ? column() : nil)
    case 9: .pivot(column())
    case 10: .transpose
    case 11: .share
    case 12: .change(flag() ? count() : nil)
    case 13: .rolling(count())
    default: .cumulate
    }
  }

  private mutating func cellOperand() -> CellOperand {
    flag() ? CellOperand(.column(column())) : CellOperand(.number(number()))
  }

  private mutating func condition(depth: Int) -> Condition {
    switch random.below(depth > 0 ? 8 : 4) {
    case 0, 1: .comparison(column(), random.pick(Condition.Comparison.allCases), value())
    case 2: .isIn(column(), values())
    case 3: .isNull(column(), isNegated: flag())
    case 4, 5: .not(condition(depth: depth - 1))
    case 6: .and((0...1 + random.below(2)).map { _ in condition(depth: depth - 1) })
    default: .or((0...1 + random.below(2)).map { _ in condition(depth: depth - 1) })
    }
  }

  private mutating func file() -> Value {
    flag() ? Value(.text(name(allowsParameter: false).text)) : Value(.parameter(parameter(true)))
  }

  // MARK: - Queries

  mutating func query() -> Query {
    Query(kind(), clauses: clauses())
  }

  private mutating func kind() -> Query.Kind {
    switch random.below(10) {
    case 0: .events(names())
    case 1: .topEvents
    case 2: .retention(names())
    case 3: .funnel(names())
    case 4: .show(.events)
    case 5: .show(.funnels)
    case 6: .show(.propertiesOfEvent(names()))
    case 7: .show(.propertiesOfFunnel(names()))
    case 8: .show(.valuesOf(name(), events: names()))
    default: .show(.datesOfFunnel(names()))
    }
  }

  private mutating func clauses() -> [Clause] {
    let all: [Clause.Kind] = [
      .measure(random.pick(MeasureWord.allCases)),
      .window(random.pick(UnitWord.allCases), count: count()),
      .by(name(), values: random.below(2) == 0 ? nil : values()),
      .limit(count()),
    ]
    return all.shuffled(using: &random).prefix(random.below(5)).map { Clause($0) }
  }

  // MARK: - Names, values and counts

  private mutating func flag() -> Bool { random.below(2) == 0 }

  private mutating func count() -> Count {
    guard random.below(6) > 0 else { return .parameter(parameter(true)) }
    return .number(random.pick([1, 7, 30, 999_999_999, 1 + random.below(999_999_999)]))
  }

  private mutating func names() -> [Name] { (0...random.below(3)).map { _ in name() } }

  private mutating func name(allowsParameter: Bool = true) -> Name {
    if allowsParameter, random.below(8) == 0 { return parameter(true) }
    let text = text()
    return Name(text.isEmpty ? "x" : text)
  }

  /// The name of an answer, which is one word.
  private mutating func word() -> String {
    random.pick(["signups", "x", "größe", "a-b", "sort", "null", "desc", "is", "$a", "ünï", "as"])
  }

  private mutating func parameter(_ isParameter: Bool = false) -> Name {
    Name(
      random.pick(["weeks", "goal", "events", "By", "not", "x", "größe", "a-b"]),
      isParameter: isParameter)
  }

  /// A column; more often than other names a word that means something elsewhere.
  private mutating func column() -> Name {
    guard random.below(2) == 0 else { return name(allowsParameter: false) }
    let words = ["total", "date", "desc", "as", "is", "in", "not", "by", "or", "null", "1", "Sort"]
    return Name(random.pick(words))
  }

  private mutating func values() -> [Value] { (0...random.below(3)).map { _ in value() } }

  private mutating func value() -> Value {
    random.below(6) == 0 ? Value(.parameter(parameter(true))) : constant()
  }

  private mutating func constant() -> Value {
    switch random.below(6) {
    case 0, 1: digits()
    case 2: Value(.text(random.pick(["null", "NULL", "total", "and", "7"])))
    default: Value(.text(text()))
    }
  }

  private mutating func number() -> Value {
    random.below(6) == 0 ? Value(.parameter(parameter(true))) : digits()
  }

  private mutating func digits() -> Value {
    Value(.number(random.pick(["0", "-1", "1.50", "-0.001", "13056123450000000000"])))
  }

  /// A text of words, signs, reserved words, and characters that are hard to print.
  private mutating func text() -> String {
    let parts = [
      "signup", "play song", "days", "Events", "-", "--", "7", "404", "$browser", "_", "größe",
      "e\u{301}", "é", "日本語", "🎉", "👩‍💻", "\"", "'", "\\", "\n", "\t", "\r\n", "#", ";", ",", "(",
      "\u{1B}[2J", "\u{202E}", "\u{200B}", "\u{FEFF}", "\u{A0}", "“", "–", "\u{301}", " ", "\u{85}",
      "\u{7F}", "\u{10FFFF}", "\u{E0001}", "\u{2028}", "in", "", "|", ":", "=",
    ]
    return (0..<random.below(4)).map { _ in random.pick(parts) }.joined()
  }
}
