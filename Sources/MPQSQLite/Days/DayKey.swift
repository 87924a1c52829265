internal import MPQStore

/// The ids of what is kept of an event on a day of the project's clock.
struct DayKey: Hashable {
  /// The event's number, at most ``Schema/eventNameLimit``.
  var event: Int
  /// The day's number, counted from 1970-01-01; -1 where a zone is behind UTC.
  var day: Int

  private static let dayBits = 21
  private static let eventBits = 14
  private static let propertyBits = 28

  /// The id of its users: those of one event stand together.
  var usersID: Int { Self.usersID(ofEvent: event, day: day) }

  static func usersID(ofEvent event: Int, day: Int) -> Int {
    event << dayBits | (day + 1)
  }

  /// The same in SQL, of the columns `event` and `day`.
  static var usersIDInSQL: String { "(event << \(dayBits) | day + 1)" }

  /// The id of its rows.
  var rowsID: Int { (day + 1) << (Self.eventBits + Self.propertyBits) | event << Self.propertyBits }

  /// The highest id that a column of the day can have.
  var lastColumnID: Int { rowsID | (1 << Self.propertyBits - 1) }

  /// The id of the column of a property; `nil` where there are too many properties for it.
  ///
  /// Those of one day stand together, so that new days are written at the end.
  func columnID(ofProperty property: Int) -> Int? {
    1..<(1 << Self.propertyBits) ~= property ? rowsID | property : nil
  }
}
