internal import Foundation
internal import GRDB
internal import MPQAPI
internal import MPQStore

/// Checks every table of a project.
///
/// Names and values must be numbered consecutively. Events must refer to existing names and values
/// and have their lines. Funnels must have a valid number of steps.
struct ConsistencyCheck {
  private static let limit = 100

  private(set) var problems: [String] = []
  private let database: Database
  private let progress: (CheckProgress) -> Void
  private var state = CheckProgress(stage: .names)
  private var highestUser = 0
  private var properties = 0
  /// The number of values of each property, indexed by its number, which starts at 1.
  private var values: [Int] = []

  init(_ database: Database, _ progress: @escaping (CheckProgress) -> Void) {
    self.database = database
    self.progress = progress
  }

  mutating func run() throws {
    progress(state)
    for table in ["event", "user", "property"] { try checkNumbers(of: table) }
    highestUser = try database.highestUser()
    properties = try Int.fetchOne(database, sql: "SELECT count(*) FROM property") ?? 0
    values = [Int](repeating: 0, count: properties + 1)
    try checkValues()
    try checkSpellings()
    try checkFunnels()
    let tables = try checkTables()
    state.stage = .events
    progress(state)
    var forms = try FormCheck(database)
    if let problem = forms.problem { report(problem) }
    for (id, name) in tables { try checkEvents(of: id, name, &forms) }
    if let problem = try forms.remainingProblem() { report(problem) }
  }

  private mutating func report(_ problem: String) {
    if problems.count < Self.limit { problems.append(problem) }
  }

  /// Checks that numbers start at 1 and have no gaps: they are array indices.
  private mutating func checkNumbers(of table: String) throws {
    let row = try Row.fetchOne(
      database, sql: "SELECT count(*), min(id), max(id) FROM \(table)")
    guard let row, let count: Int = row[0], count > 0 else { return }
    if row[1] != 1 || row[2] != count {
      report("the table '\(table)' is not numbered from 1 to \(count)")
    }
  }

  private mutating func checkValues() throws {
    let rows = try Row.fetchCursor(
      database,
      sql: "SELECT property, count(*), min(id), max(id) FROM value GROUP BY property")
    while let row = try rows.next() {
      let property = try row.number(at: 0)
      let count = try row.number(at: 1)
      guard property > 0, property < values.count else {
        report("property \(property) has values but no name")
        continue
      }
      values[property] = count
      if row[2] != 1 || row[3] != count {
        report("the values of property \(property) are not numbered from 1 to \(count)")
      }
    }
  }

  /// Checks that values are shown as the value with the shortest spelling.
  private mutating func checkSpellings() throws {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT value.property, value.id, value.text, spelling.id IS NOT NULL, shown.text FROM value
        LEFT JOIN spelling ON spelling.property = value.property AND spelling.id = value.id
        LEFT JOIN value AS shown
        ON shown.property = spelling.property AND shown.id = spelling.shown
        """)
    var known = 0
    while let row = try rows.next() {
      var text = row.text(at: 2)
      let shortest = text.withUTF8 { ShortestNumber.text(ofValue: UnsafeRawBufferPointer($0)) }
      let isSpelled: Bool = row[3]
      if isSpelled { known += 1 }
      let shown = row.hasNull(atIndex: 4) ? nil : row.byteText(at: 4)
      if shortest.map({ ByteText($0) }) != shown {
        let (value, property) = (try row.number(at: 1), try row.number(at: 0))
        report("value \(value) of property \(property) is shown as a different number")
      }
    }
    let count = try Int.fetchOne(database, sql: "SELECT count(*) FROM spelling") ?? 0
    if count > known { report("\(counted(count - known, "spelling")) of no value") }
  }

  private mutating func checkFunnels() throws {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT funnel.name, count(position), min(position), max(position) FROM funnel
        LEFT JOIN funnel_step ON funnel_step.funnel = funnel.id GROUP BY funnel.id
        """)
    while let row = try rows.next() {
      let count: Int = row[1]
      let isDense = row[2] as Int? == 1 && row[3] as Int? == count
      if !(1...FunnelDefinition.stepLimit).contains(count) || !isDense {
        report("the steps of funnel '\(row.text(at: 0))' are not numbered from 1 to \(count)")
      }
    }
    let strays = try Int.fetchOne(
      database, sql: "SELECT count(*) FROM funnel_step WHERE funnel NOT IN (SELECT id FROM funnel)")
    if let strays, strays > 0 { report("\(counted(strays, "step")) of no funnel") }
  }

  /// The event tables, one per event name.
  private mutating func checkTables() throws -> [(id: Int, name: String)] {
    let present = Set(
      try String.fetchAll(
        database, sql: "SELECT name FROM sqlite_schema WHERE type = 'table'"))
    var tables: [(id: Int, name: String)] = []
    let rows = try Row.fetchCursor(database, sql: "SELECT id, name FROM event ORDER BY id")
    while let row = try rows.next() {
      let id: Int = row[0]
      if present.contains(Schema.table(ofEvent: id)) {
        tables.append((id, row.text(at: 1)))
      } else {
        report("event '\(row.text(at: 1))' has no table")
      }
    }
    let known = Set(tables.map { Schema.table(ofEvent: $0.id) })
    for table in present.sorted()
    where table.hasPrefix(Schema.eventTablePrefix) && !known.contains(table) {
      report("the table '\(table)' belongs to no event")
    }
    return tables
  }

  private mutating func checkEvents(
    of id: Int, _ name: String, _ forms: inout FormCheck
  ) throws {
    let table = Schema.table(ofEvent: id)
    let rows = try Row.fetchCursor(
      database, sql: "SELECT id, user, properties, insert_id FROM \(table)")
    while let row = try rows.next() {
      let time = Schema.time(ofID: row[0])
      if !ProjectCalendar.moments.contains(time) {
        report("an event '\(name)' has the invalid time \(time) s")
      }
      let user: Int? = row[1]
      if user.map({ (0...highestUser).contains($0) }) != true {
        report("an event '\(name)' at \(time) s has an unknown user")
      }
      if let (entries, form) = try knownProperties(row) {
        if let problem = try forms.problem(of: row, id, name, entries, form) {
          report("an event '\(name)' at \(time) s \(problem)")
        }
      } else {
        report("an event '\(name)' at \(time) s has unknown properties or values")
      }
      state.events += 1
      if state.events.isMultiple(of: 100_000) {
        try Task.checkCancellation()
        progress(state)
      }
    }
  }

  /// The properties of an event and the form of its line; `nil` if a name or value is unknown.
  private func knownProperties(
    _ row: Row
  ) throws -> (entries: [PropertyList.Entry], form: PropertyList.Form)? {
    let list = try row.withUnsafeData(atIndex: 2) { data in
      (data ?? Data()).withUnsafeBytes { try? PropertyList.read($0) }
    }
    guard let list else { return nil }
    var entries = list.entries
    if zip(entries, entries.dropFirst()).contains(where: { $0.property > $1.property }) {
      entries.sort { $0.property < $1.property }
    }
    var previous = 0
    for entry in entries {
      guard previous < entry.property, entry.property < values.count, entry.value > 0,
        entry.value <= values[entry.property]
      else { return nil }
      previous = entry.property
    }
    return list
  }
}
