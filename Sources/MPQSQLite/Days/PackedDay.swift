/// The events of one name and day with the values of at most one property, for any thread.
///
/// Unpacking takes most of the time of reading, so the thread of the database connection reads only
/// the bytes.
struct PackedDay: Sendable {
  private enum Content: Sendable {
    /// The stored bytes.
    case packed(users: [UInt8], rows: [UInt8], column: [UInt8]?)
    /// A day that was built from the events.
    case unpacked(DayRows, ValueColumn?)
  }

  private let content: Content
  private let events: Int
  private let first: Int
  private let highestUser: Int
  private let highestValue: Int

  /// The stored bytes of a day.
  ///
  /// - Parameters:
  ///   - users: The bytes of its users.
  ///   - rows: The bytes of its rows.
  ///   - column: The bytes of the property's column; `nil` if no event has the property.
  ///   - events: The number of events.
  ///   - first: The time of the first event.
  ///   - highestUser: The highest number of a user.
  ///   - highestValue: The highest number of a value of the property.
  init(
    users: [UInt8], rows: [UInt8], column: [UInt8]?, events: Int, first: Int, highestUser: Int,
    highestValue: Int
  ) {
    content = .packed(users: users, rows: rows, column: column)
    self.events = events
    self.first = first
    self.highestUser = highestUser
    self.highestValue = highestValue
  }

  /// A day that was built from the events.
  init(_ rows: DayRows, _ column: ValueColumn?) {
    content = .unpacked(rows, column)
    events = rows.count
    first = rows.first
    highestUser = 0
    highestValue = 0
  }

  /// The events, and the property's values if an event has one.
  func unpacked() throws -> (rows: DayRows, column: ValueColumn?) {
    switch content {
    case .unpacked(let rows, let column): return (rows, column)
    case .packed(let users, let rows, let column):
      let users = try users.withUnsafeBytes { try DayRows.users($0, highest: highestUser) }
      let rows = try rows.withUnsafeBytes { try DayRows($0, users: users, first: first) }
      guard rows.count == events else { throw PackedReader.damage }
      let values = try column?.withUnsafeBytes {
        try ValueColumn($0, of: events, highest: highestValue)
      }
      return (rows, values)
    }
  }
}
