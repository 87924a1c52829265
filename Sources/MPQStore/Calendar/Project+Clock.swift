extension Project {
  /// The time of the newest event, in seconds since 1970; `nil` if there are no events.
  ///
  /// - Throws: ``StoreError``.
  package func newestTime() async throws(StoreError) -> Int? {
    try await store.span(of: nil)?.upperBound
  }

  /// The clock at which windows end.
  ///
  /// - Parameter text: A time as ``ProjectClock/init(parsing:in:)`` reads it, or `last` for the
  ///   time of the newest event; `nil` for the system clock.
  /// - Returns: The clock; `nil` if `text` is not a time.
  /// - Throws: ``StoreError``.
  package func clock(_ text: String?) async throws(StoreError) -> ProjectClock? {
    guard let text else { return .real }
    guard text == "last" else { return ProjectClock(parsing: text, in: calendar) }
    return try await newestTime().map(ProjectClock.fixed) ?? .real
  }
}
