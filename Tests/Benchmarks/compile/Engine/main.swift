import GRDBSQLite
import MPQCompiler
import MPQSyntax

// The time to parse, check and compile queries, beside SQLite's prepare of the same questions.
//
//     compile-benchmark        a line for each question, and the script of 1,000 statements

/// The same question in both languages.
struct Question {
  let name: String
  let mpq: String
  let sql: String
}

let questions = [
  Question(
    name: "funnel by property", mpq: #"funnel "Signup flow" weeks 4 by referrer"#,
    sql: """
      SELECT week, referrer, step, count(DISTINCT user) FROM steps
      WHERE funnel = 'Signup flow' AND week > 100 GROUP BY week, referrer, step
      """),
  Question(
    name: "events with values", mpq: #"events "play song" by genre in (pop, rock) days 30 unique"#,
    sql: """
      SELECT day, genre, count(DISTINCT user) FROM events
      WHERE event = 'play song' AND genre IN ('pop', 'rock') AND day > 100 GROUP BY day, genre
      """),
  Question(
    name: "ratio of two answers",
    mpq: #"events "complete signup" days 30 / events "visit site" days 30 | rolling 7 | last 7"#,
    sql: """
      SELECT day, avg(rate) OVER (ORDER BY day ROWS 6 PRECEDING) FROM (
        SELECT a.day AS day, a.n * 1.0 / b.n AS rate FROM
        (SELECT day, count(*) AS n FROM events WHERE event = 'complete signup' GROUP BY day) a
        JOIN (SELECT day, count(*) AS n FROM events WHERE event = 'visit site' GROUP BY day) b
        ON a.day = b.day) ORDER BY day DESC LIMIT 7
      """),
]

/// The least microseconds that `work` takes, of many rounds.
func microseconds(rounds: Int, _ work: () throws -> Void) rethrows -> Double {
  var least = Double.infinity
  let clock = ContinuousClock()
  for _ in 0..<rounds {
    let time = try clock.measure(work)
    least = min(least, time / .microseconds(1))
  }
  return least
}

func compile(_ text: String) throws -> Int {
  let compilation = Compiler().compile([try SourceText(text, name: "benchmark")])
  guard compilation.diagnostics.isEmpty else { fatalError("\(compilation.diagnostics)") }
  return compilation.program.outputs.count
}

var database: OpaquePointer?
guard sqlite3_open(":memory:", &database) == SQLITE_OK,
  sqlite3_exec(
    database,
    """
    CREATE TABLE events (event TEXT, user TEXT, day INTEGER, genre TEXT);
    CREATE TABLE steps (funnel TEXT, user TEXT, week INTEGER, step INTEGER, referrer TEXT);
    CREATE INDEX by_event ON events (event, day);
    """, nil, nil, nil) == SQLITE_OK
else { fatalError("SQLite does not open") }

func prepare(_ sql: String, in database: OpaquePointer?) {
  var statement: OpaquePointer?
  guard sqlite3_prepare_v2(database, sql, -1, &statement, nil) == SQLITE_OK else {
    fatalError("SQLite refuses \(sql)")
  }
  sqlite3_finalize(statement)
}

print("question, microseconds: mpq, SQLite, ratio")
for question in questions {
  let own = try microseconds(rounds: 2_000) { _ = try compile(question.mpq) }
  let other = microseconds(rounds: 2_000) { prepare(question.sql, in: database) }
  print("\(question.name): \(own), \(other), \(own / other)")
}

let lines = (0..<1_000).map { index in
  #"events "event \#(index)" days 30 / events "visit site" days 30 | rolling 7 | last 7"#
}
let script = lines.joined(separator: "\n")
let time = try microseconds(rounds: 20) { _ = try compile(script) }
print("a script of 1,000 statements: \(time / 1_000) milliseconds")
