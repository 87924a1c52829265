/// One valid event of a raw export.
package struct RawEvent: Equatable, Sendable {
  /// One property and its value.
  package struct Property: Equatable, Sendable {
    package var name: String
    /// The value's text, as answers show it.
    package var text: String
    /// Whether the value was a JSON string; otherwise `text` is JSON.
    package var isText: Bool

    package init(name: String, text: String, isText: Bool) {
      self.name = name
      self.text = text
      self.isText = isText
    }
  }

  package var event: String
  /// Seconds since 1970-01-01T00:00:00Z, within ``ProjectCalendar/moments``.
  package var time: Int
  /// The user: the export's `distinct_id`.
  ///
  /// It is empty for an event without a user: `distinct_id` is missing, null or empty.
  package var user: String
  /// The export's `$insert_id`, which deduplicates repeated imports.
  package var insertID: String?
  /// The other properties; names are unique.
  package var properties: [Property]
  /// How its line was written.
  package var form = LineForm.canonical

  package init(
    event: String, time: Int, user: String, insertID: String? = nil, properties: [Property],
    form: LineForm = .canonical
  ) {
    self.event = event
    self.time = time
    self.user = user
    self.insertID = insertID
    self.properties = properties
    self.form = form
  }
}
