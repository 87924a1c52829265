internal import MPQStore

/// The ids of the stored rows of an event name and local day.
struct DayKey: Hashable {
  /// The event's number, at most ``Schema/eventNameLimit``.
  var event: Int
  /// The day's number, counted from 1970-01-01; can be -1 in zones behind UTC.
  var day: Int

  private static let dayBits = 21
  private static let eventBits = 14
  private static let propertyBits = 28

  /// The id of the users; those of one event are adjacent.
  var usersID: Int { Self.usersID(ofEvent: event, day: day) }

  static func usersID(ofEvent event: Int, day: Int) -> Int {
    event << dayBits | (day + 1)
  }

  /// ``usersID`` in SQL, from the columns `event` and `day`.
  static var usersIDInSQL: String { "(event << \(dayBits) | day + 1)" }

  /// The id of the rows.
  var rowsID: Int { (day + 1) << (Self.eventBits + Self.propertyBits) | event << Self.propertyBits }

  /// The upper bound of the ids of the day's columns.
  var lastColumnID: Int { rowsID | (1 << Self.propertyBits - 1) }

  /// The id of the column of a property; `nil` if the property's number is too high.
  ///
  /// Columns of one day are adjacent, so that new days are written at the end.
  func columnID(ofProperty property: Int) -> Int? {
    1..<(1 << Self.propertyBits) ~= property ? rowsID | property : nil
  }
}
