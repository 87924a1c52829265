public import MPQStore

/// Projects on ClickHouse.
extension Project {
  /// Creates an empty project on ClickHouse and opens it for writing.
  ///
  /// - Parameters:
  ///   - address: The address of the new project.
  ///   - login: The user and password.
  ///   - timeZone: The name of the project's time zone.
  /// - Returns: The project.
  /// - Throws: ``StoreError``.
  public static func create(
    at address: ClickHouseAddress, _ login: ClickHouseLogin, timeZone: String
  ) async throws(StoreError) -> Project {
    guard ProjectCalendar(timeZone: timeZone) != nil else { throw .unknownTimeZone(timeZone) }
    try await ClickHouseStore.create(at: address, login, timeZone: timeZone)
    return try await open(at: address, login, for: .writing)
  }

  /// Opens a project on ClickHouse.
  ///
  /// - Parameters:
  ///   - address: The address of the project.
  ///   - login: The user and password.
  ///   - access: The kind of access. Several processes may write: each waits for the others.
  /// - Returns: The project.
  /// - Throws: ``StoreError``; ``StoreError/notFound(path:)`` if it does not exist.
  public static func open(
    at address: ClickHouseAddress, _ login: ClickHouseLogin, for access: Access
  ) async throws(StoreError) -> Project {
    let store = try await ClickHouseStore.open(address, login, isWriting: access == .writing)
    return Project(calendar: store.calendar, store: store)
  }
}
