package import MPQClickHouse
internal import MPQFiles
internal import MPQSQLite
package import MPQStore

/// The location of a project: a file, or ClickHouse.
package enum ProjectLocation: Sendable {
  /// A file of this machine.
  case file(path: String)
  /// A server or a cluster, with the login.
  case clickHouse(ClickHouseAddress, ClickHouseLogin)

  /// Reads a path, or an address that begins with `clickhouse://` or `clickhouses://`.
  ///
  /// - Parameters:
  ///   - text: The path or the address.
  ///   - variable: Returns an environment variable; the login comes from there.
  /// - Throws: ``StoreError/badAddress(_:)``, ``StoreError/failed(path:cause:)`` for a path that is
  ///   not UTF-8, and the errors of ``ClickHouseLogin``.
  package init(_ text: String, variable: (String) -> String?) throws(StoreError) {
    guard ClickHouseAddress.isOne(text) else {
      guard !FileName.hasEscapes(text) else {
        // SQLite takes paths in UTF-8 only.
        throw .failed(path: text, cause: "the path of a project must be UTF-8")
      }
      self = .file(path: text)
      return
    }
    self = .clickHouse(try ClickHouseAddress(text), try ClickHouseLogin(variable: variable))
  }
}

extension Project {
  /// Creates an empty project and opens it for writing.
  ///
  /// - Parameters:
  ///   - location: The location, which must not have a project yet.
  ///   - timeZone: The name of its time zone, such as `Europe/Berlin`; it cannot be changed later.
  /// - Returns: The project.
  /// - Throws: ``StoreError``.
  package static func create(
    at location: ProjectLocation, timeZone: String
  ) async throws(StoreError) -> Project {
    switch location {
    case .file(let path):
      return try create(at: path, timeZone: timeZone)
    case .clickHouse(let address, let login):
      return try await create(at: address, login, timeZone: timeZone)
    }
  }

  /// Opens the project at `location`.
  ///
  /// - Parameters:
  ///   - location: Where it is.
  ///   - access: The access. On ClickHouse, writers wait for one another.
  /// - Returns: The project.
  /// - Throws: ``StoreError``; ``StoreError/notFound(path:)`` if the project is missing.
  package static func open(
    at location: ProjectLocation, for access: Access = .reading
  ) async throws(StoreError) -> Project {
    switch location {
    case .file(let path):
      return try open(at: path, for: access)
    case .clickHouse(let address, let login):
      return try await open(at: address, login, for: access)
    }
  }
}
