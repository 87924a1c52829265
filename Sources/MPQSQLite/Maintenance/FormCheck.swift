internal import GRDB
internal import MPQAPI
internal import MPQStore

/// Finds events whose original line an export cannot reproduce.
struct FormCheck {
  private let database: Database
  /// `nil` if the table cannot be read.
  private let styles: [LineStyle]?
  private let selectLine: Statement
  private let selectUser: Statement
  /// The number of stored lines that belong to an event.
  private var lines = 0

  init(_ database: Database) throws {
    self.database = database
    styles = try? database.lineStyles()
    selectLine = try database.keptLines()
    selectUser = try database.makeStatement(sql: "SELECT name FROM user WHERE id = ?")
  }

  /// Why the line styles are invalid; `nil` if they are valid.
  var problem: String? {
    styles == nil ? "the line styles are invalid or not numbered from 0" : nil
  }

  /// Checks how the line of an event is stored; its properties must be known.
  ///
  /// - Parameters:
  ///   - row: `id`, `user`, `properties` and `insert_id` of the event.
  ///   - event: The number of its name.
  ///   - name: Its name.
  ///   - entries: Its properties.
  ///   - form: Its form.
  /// - Returns: The problem, as the predicate of a sentence about the event; `nil` if none.
  /// - Throws: Whatever reading the file throws.
  mutating func problem(
    of row: Row, _ event: Int, _ name: String, _ entries: [PropertyList.Entry],
    _ form: PropertyList.Form
  ) throws -> String? {
    switch form {
    case .style(let number, _):
      guard let styles else { return nil }
      let hasInsertID = !row.hasNull(atIndex: 3)
      guard number < styles.count,
        styles[number].slots(others: entries.count, hasInsertID: hasInsertID) != nil
      else { return "has a line style that does not fit" }
    case .line:
      guard let line = try selectLine.keptLine(event, row[0]) else {
        return "has neither a line nor a style"
      }
      lines += 1
      var parser = RawEventParser()
      guard let parsed = try? parser.unusualEvent(in: line[...]),
        try isSame(parsed, row, name, entries)
      else { return "has the line of another event" }
    }
    return nil
  }

  /// The problem of the stored lines, after all events have been checked.
  func remainingProblem() throws -> String? {
    let count = try Int.fetchOne(database, sql: "SELECT count(*) FROM line") ?? 0
    return count > lines ? "\(counted(count - lines, "line")) of no event" : nil
  }

  private func isSame(
    _ event: RawEvent, _ row: Row, _ name: String, _ entries: [PropertyList.Entry]
  ) throws -> Bool {
    guard ByteText(event.event) == ByteText(name), event.time == Schema.time(ofID: row[0]),
      event.insertID.map({ ByteText($0) }) == (row.hasNull(atIndex: 3) ? nil : row.byteText(at: 3)),
      let user: Int = row[1], try self.user(user) == ByteText(event.user),
      event.properties.count == entries.count
    else { return false }
    for (property, entry) in zip(event.properties, entries) {
      // An unknown name or value has been reported already.
      guard let name = try? database.propertyName(entry.property),
        let text = try? database.valueText(entry.value, ofProperty: entry.property),
        ByteText(name) == ByteText(property.name), ByteText(text) == ByteText(property.text),
        entry.isText == property.isText
      else { return false }
    }
    return true
  }

  private func user(_ number: Int) throws -> ByteText? {
    guard number != Schema.noUser else { return ByteText("") }
    let rows = try Row.fetchCursor(selectUser, arguments: [number])
    return try rows.next()?.byteText(at: 0)
  }
}
