internal import GRDB

/// The tables of a project's file.
///
/// Names are numbered, and each event's name has a table of its own whose rows are ordered by time:
///
///     events_<event>(id = time << 20 | number within the second, user, properties, insert_id)
///
/// `properties` is a ``PropertyList``. Texts are written as bytes and read as bytes, so that a NUL
/// within one does no harm.
enum Schema {
  /// What SQLite's header says of the program that made the file: "MPQp".
  static let applicationID = 0x4d50_5170
  /// The version of the tables.
  static let version = 1

  /// The most different names of events: each has a table.
  static let eventNameLimit = 10_000

  /// The most users.
  static let userLimit = 1 << 31

  /// The bits of a row's id that number the events of one second.
  static let sequenceBits = 20

  /// The id of the first row that an event at `time` can have.
  static func firstID(at time: Int) -> Int {
    // Windows may begin before 1970, where no event is.
    max(0, time) << sequenceBits
  }

  static func time(ofID id: Int) -> Int { id >> sequenceBits }

  static func table(ofEvent id: Int) -> String { "events_\(id)" }

  /// Makes all tables of an empty project.
  static func create(in database: Database, timeZone: String) throws {
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
        PRAGMA application_id = \(applicationID);
        PRAGMA user_version = \(version);
        """)
    try database.execute(
      sql: "INSERT INTO project VALUES ('time_zone', ?)", arguments: [timeZone])
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
