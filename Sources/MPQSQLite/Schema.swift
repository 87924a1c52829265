internal import Foundation
internal import GRDB
internal import MPQFiles
internal import MPQStore

/// The tables of a project file.
///
/// Names are numbered, and each event name has its own table, whose rows are ordered by time:
///
///     events_<event>(id = time << 20 | number within the second, user, properties, insert_id)
///
/// `properties` is a ``PropertyList``, which includes the form of the event's line:
///
///     style(id, bytes)          a ``LineStyle``; plain lists have style 0
///     line(event, id, bytes)    lines without a style
///
/// Values are stored with their original spelling. If it has numbers that are not in their shortest
/// spelling, a row has the number of the value that is shown instead (see ``Spellings``):
///
///     spelling(property, id, shown)
///
/// Texts are written and read as bytes, so that they may contain NUL.
///
/// The data for queries is also stored as columns for each event name and local day (see
/// ``DayBuilder``), so that queries need not read events one by one:
///
///     day(event, day, events, users, first, last, properties)   the counts of one event and day
///     day_users(id, bytes)      its distinct users; ids are those of ``DayKey``
///     day_column(id, bytes)     its rows, and the values of each property
///     unsettled(event, day)     the days that have events but no columns yet
///
/// Adding an event moves its day from `day` to `unsettled` in the same transaction, so that stored
/// columns never disagree with the events.
enum Schema {
  /// The application id in SQLite's header: "MPQp".
  static let applicationID = Int(ProjectFile.applicationID)
  /// The version of the schema.
  static let version = 5

  /// The maximum number of event names: each has a table.
  static let eventNameLimit = 10_000

  /// The maximum number of property names: each has a column for each event name and day.
  static let propertyNameLimit = 10_000

  /// The maximum number of users.
  static let userLimit = 1 << 31
  /// The number for events without a user; the numbers of users start at 1.
  static let noUser: UInt32 = 0

  /// The number of bits of a row's id that number the events of one second.
  static let sequenceBits = 20

  /// The lowest row id of events at `time`.
  static func firstID(at time: Int) -> Int {
    // Windows may begin before 1970, but events do not.
    max(0, time) << sequenceBits
  }

  static func time(ofID id: Int) -> Int { id >> sequenceBits }

  static func table(ofEvent id: Int) -> String { "\(eventTablePrefix)\(id)" }

  /// The prefix of the names of event tables.
  static let eventTablePrefix = "events_"

  /// The tables added in version 2.
  private static let days = """
    CREATE TABLE day (
      event INTEGER NOT NULL,
      day INTEGER NOT NULL,
      events INTEGER NOT NULL,
      users INTEGER NOT NULL,
      first INTEGER NOT NULL,
      last INTEGER NOT NULL,
      properties BLOB NOT NULL,
      PRIMARY KEY (event, day)
    ) WITHOUT ROWID;
    CREATE TABLE day_users (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
    CREATE TABLE day_column (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
    CREATE TABLE unsettled (
      event INTEGER NOT NULL,
      day INTEGER NOT NULL,
      PRIMARY KEY (event, day)
    ) WITHOUT ROWID;
    """

  /// The tables added in version 3.
  private static let forms = """
    CREATE TABLE style (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL UNIQUE);
    CREATE TABLE line (
      event INTEGER NOT NULL,
      id INTEGER NOT NULL,
      bytes BLOB NOT NULL,
      PRIMARY KEY (event, id)
    ) WITHOUT ROWID;
    """

  /// The version of the tables of a project.
  static func version(of database: Database) throws -> Int {
    try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
  }

  /// Upgrades the tables of an earlier version, in the caller's transaction.
  static func upgrade(_ database: Database, _ calendar: ProjectCalendar) throws {
    let earlier = try version(of: database)
    guard earlier < version else { return }
    if earlier < 2 { try addDays(to: database, calendar) }
    if earlier < 3 {
      try database.execute(sql: forms)
      // All lists are plain: older rows have no recorded line style.
      try database.execute(
        sql: "INSERT INTO style VALUES (0, ?)", arguments: [Data(LineStyle.canonical.bytes)])
    }
    if earlier < 4 { try dropEmptyUser(from: database, calendar) }
    if earlier < 5 { try Spellings.add(to: database) }
    try database.execute(sql: "PRAGMA user_version = \(version)")
  }

  /// Replaces the user with an empty name by ``noUser``: version 3 had no events without a user.
  ///
  /// The name is kept, so that numbers have no gaps. Days with such events are unsettled.
  private static func dropEmptyUser(
    from database: Database, _ calendar: ProjectCalendar
  ) throws {
    guard let user = try Int.fetchOne(database, sql: "SELECT id FROM user WHERE name = ''") else {
      return
    }
    for event in try Int.fetchAll(database, sql: "SELECT id FROM event") {
      let table = table(ofEvent: event)
      var finder = DayFinder(calendar)
      var days: Set<Int> = []
      let ids = try Int.fetchCursor(
        database, sql: "SELECT id FROM \(table) WHERE user = ?", arguments: [user])
      while let id = try ids.next() { days.insert(finder.day(at: time(ofID: id))) }
      guard !days.isEmpty else { continue }
      try database.execute(
        sql: "UPDATE \(table) SET user = \(noUser) WHERE user = ?", arguments: [user])
      for day in days { try unsettle(DayKey(event: event, day: day), in: database) }
    }
  }

  /// Marks a day whose columns do not match its events.
  static func unsettle(_ key: DayKey, in database: Database) throws {
    try database.cachedStatement(sql: "DELETE FROM day WHERE event = ? AND day = ?")
      .execute(arguments: [key.event, key.day])
    try database.cachedStatement(sql: "INSERT OR IGNORE INTO unsettled VALUES (?, ?)")
      .execute(arguments: [key.event, key.day])
  }

  private static func addDays(to database: Database, _ calendar: ProjectCalendar) throws {
    try database.execute(sql: days)
    for event in try Int.fetchAll(database, sql: "SELECT id FROM event") {
      for day in try daysWithEvents(of: event, in: database, calendar) {
        try database.execute(
          sql: "INSERT INTO unsettled VALUES (?, ?)", arguments: [event, day])
      }
    }
  }

  /// The days from `first` with events of one name, read from the events.
  static func daysWithEvents(
    of event: Int, from first: Int = -1, in database: Database, _ calendar: ProjectCalendar
  ) throws -> Set<Int> {
    var days: Set<Int> = []
    var finder = DayFinder(calendar)
    let select = try database.makeStatement(
      sql: "SELECT min(id) FROM \(table(ofEvent: event)) WHERE id >= ?")
    // A local day begins at most two days before the UTC day with its number.
    var start = firstID(at: (first - 2) * ProjectCalendar.secondsInDay)
    while let id = try Int.fetchOne(select, arguments: [start]) {
      let time = time(ofID: id)
      let day = finder.day(at: time)
      if day >= first { days.insert(day) }
      // The end of this day's time range that includes `time`.
      let end = calendar.times(ofDay: day).first { $0.contains(time) }?.upperBound ?? time + 1
      start = firstID(at: end)
    }
    return days
  }

  /// Creates all tables of an empty project.
  static func create(in database: Database, _ calendar: ProjectCalendar) throws {
    try database.execute(
      sql: """
        CREATE TABLE project (
          key TEXT PRIMARY KEY,
          value TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE event (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE user (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE property (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE value (
          property INTEGER NOT NULL,
          id INTEGER NOT NULL,
          text TEXT NOT NULL,
          PRIMARY KEY (property, id),
          UNIQUE (property, text)
        ) WITHOUT ROWID;
        CREATE TABLE funnel (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE funnel_step (
          funnel INTEGER NOT NULL,
          position INTEGER NOT NULL,
          event TEXT NOT NULL,
          PRIMARY KEY (funnel, position)
        ) WITHOUT ROWID;
        \(days)
        \(forms)
        \(Spellings.table)
        PRAGMA application_id = \(applicationID);
        PRAGMA user_version = \(version);
        """)
    try database.execute(
      sql: "INSERT INTO project VALUES ('time_zone', ?)", arguments: [calendar.name])
    try SettledZone.store(calendar, in: database)
  }

  /// Creates the table of one event name.
  static func createTable(ofEvent id: Int, in database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE \(table(ofEvent: id)) (
          id INTEGER PRIMARY KEY,
          user INTEGER NOT NULL,
          properties BLOB NOT NULL,
          insert_id TEXT
        )
        """)
  }
}
