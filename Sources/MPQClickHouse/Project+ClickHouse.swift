public import MPQStore

/// Projects on ClickHouse.
extension Project {
  /// Makes an empty project on ClickHouse and opens it for writing.
  ///
  /// - Parameters:
  ///   - address: Where no project is yet.
  ///   - login: The user.
  ///   - timeZone: The name of its time zone.
  /// - Returns: The project.
  /// - Throws: ``StoreError``.
  public static func create(
    at address: ClickHouseAddress, _ login: ClickHouseLogin, timeZone: String
  ) async throws(StoreError) -> Project {
    guard ProjectCalendar(timeZone: timeZone) != nil else { throw .unknownTimeZone(timeZone) }
    try await ClickHouseStore.create(at: address, login, timeZone: timeZone)
    return try await open(at: address, login, for: .writing)
  }

  /// Opens the project on ClickHouse.
  ///
  /// - Parameters:
  ///   - address: Where it is.
  ///   - login: The user.
  ///   - access: What for; several programs may write: each waits for the others.
  /// - Returns: The project.
  /// - Throws: ``StoreError``; ``StoreError/notFound(path:)`` when there is none.
  public static func open(
    at address: ClickHouseAddress, _ login: ClickHouseLogin, for access: Access
  ) async throws(StoreError) -> Project {
    let store = try await ClickHouseStore.open(address, login, isWriting: access == .writing)
    return Project(calendar: store.calendar, store: store)
  }
}
