internal import Foundation
internal import GRDB
internal import MPQFiles
internal import MPQStore

/// The tables of a project's file.
///
/// Names are numbered, and each event's name has a table of its own whose rows are ordered by time:
///
///     events_<event>(id = time << 20 | number within the second, user, properties, insert_id)
///
/// `properties` is a ``PropertyList``, which says in which form the event's line was:
///
///     style(id, bytes)          a ``LineStyle``; plain lists are in that with the number 0
///     line(event, id, bytes)    lines that have no style
///
/// Texts are written as bytes and read as bytes, so that a NUL within one does no harm.
///
/// What calls ask for is kept a second time, column by column for each event and day of the
/// project's clock (see ``DayBuilder``), so that answers need not read events one by one:
///
///     day(event, day, events, users, first, last, properties)   the numbers of one event and day
///     day_users(id, bytes)      its different users; ids are those of ``DayKey``
///     day_column(id, bytes)     its rows, and the values of each property
///     unsettled(event, day)     the days that have events and are not kept in columns yet
///
/// Whoever adds an event takes its day out of `day` and puts it into `unsettled` in the same
/// transaction, so that the two never disagree with the events.
enum Schema {
  /// What SQLite's header says of the program that made the file: "MPQp".
  static let applicationID = Int(ProjectFile.applicationID)
  /// The version of the tables.
  static let version = 4

  /// The most different names of events: each has a table.
  static let eventNameLimit = 10_000

  /// The most different names of properties: each has a column for each event name and day.
  static let propertyNameLimit = 10_000

  /// The most users.
  static let userLimit = 1 << 31
  /// What events have instead of a user's number where they have no user; numbers begin at 1.
  static let noUser: UInt32 = 0

  /// The bits of a row's id that number the events of one second.
  static let sequenceBits = 20

  /// The id of the first row that an event at `time` can have.
  static func firstID(at time: Int) -> Int {
    // Windows may begin before 1970, where no event is.
    max(0, time) << sequenceBits
  }

  static func time(ofID id: Int) -> Int { id >> sequenceBits }

  static func table(ofEvent id: Int) -> String { "\(eventTablePrefix)\(id)" }

  /// How the names of the tables of events begin.
  static let eventTablePrefix = "events_"

  /// The tables that version 2 brought.
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

  /// The tables that version 3 brought.
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

  /// Brings the tables of an earlier version up to date, in the caller's transaction.
  static func upgrade(_ database: Database, _ calendar: ProjectCalendar) throws {
    let earlier = try version(of: database)
    guard earlier < version else { return }
    if earlier < 2 { try addDays(to: database, calendar) }
    if earlier < 3 {
      try database.execute(sql: forms)
      // All lists are plain, and nobody knows how their lines were written.
      try database.execute(
        sql: "INSERT INTO style VALUES (0, ?)", arguments: [Data(LineStyle.canonical.bytes)])
    }
    try dropEmptyUser(from: database, calendar)
    try database.execute(sql: "PRAGMA user_version = \(version)")
  }

  /// Takes the user from events whose `distinct_id` is empty: version 3 had no events without one.
  ///
  /// The name stays, so that numbers have no gaps. Days with such events are unsettled.
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

  /// Marks a day whose columns no longer agree with its events.
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

  /// The days from `first` on which there are events of one name, read from these themselves.
  static func daysWithEvents(
    of event: Int, from first: Int = -1, in database: Database, _ calendar: ProjectCalendar
  ) throws -> Set<Int> {
    var days: Set<Int> = []
    var finder = DayFinder(calendar)
    let select = try database.makeStatement(
      sql: "SELECT min(id) FROM \(table(ofEvent: event)) WHERE id >= ?")
    // A day begins at most two days of UTC before its number.
    var start = firstID(at: (first - 2) * ProjectCalendar.secondsInDay)
    while let id = try Int.fetchOne(select, arguments: [start]) {
      let time = time(ofID: id)
      let day = finder.day(at: time)
      if day >= first { days.insert(day) }
      // The rest of this day's stretch, which ends after `time`.
      let end = calendar.times(ofDay: day).first { $0.contains(time) }?.upperBound ?? time + 1
      start = firstID(at: end)
    }
    return days
  }

  /// Makes all tables of an empty project.
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
        PRAGMA application_id = \(applicationID);
        PRAGMA user_version = \(version);
        """)
    try database.execute(
      sql: "INSERT INTO project VALUES ('time_zone', ?)", arguments: [calendar.name])
    try SettledZone.store(calendar, in: database)
  }

  /// Makes the table of one event's name.
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
