/// One event of a raw export, checked.
struct RawEvent: Equatable, Sendable {
  /// One property and its value.
  struct Property: Equatable, Sendable {
    var name: String
    /// The value's text, as answers show it.
    var text: String
    /// Whether the value was a JSON text; else `text` is JSON itself.
    var isText: Bool
  }

  var event: String
  /// Seconds since 1970-01-01T00:00:00Z, within ``ProjectCalendar/moments``.
  var time: Int
  /// The user: the export's `distinct_id`.
  var user: String
  /// What makes a repeated import harmless: the export's `$insert_id`.
  var insertID: String?
  /// The other properties, each name once.
  var properties: [Property]
  /// How its line was written.
  var form = LineForm.canonical
}
