public import MPQAPI

/// Why a project cannot be used.
public enum StoreError: Error, Equatable, Sendable {
  /// The project does not exist.
  case notFound(path: String)
  /// A new project would replace an existing file.
  case alreadyExists(path: String)
  /// The file is not a project.
  case notAProject(path: String)
  /// The file was written by a later version of mpq.
  case newerVersion(path: String, version: Int)
  /// Parts of the project file cannot be read.
  case damaged(path: String)
  /// Another process is writing to the project: `holder`, if it is known.
  case locked(path: String, holder: Int32? = nil)
  /// Another process is writing to a project on ClickHouse.
  ///
  /// `by` names the process and the time since when it writes. `table` is its lock.
  case held(path: String, by: String, table: String)
  /// The file or its folder is not writable.
  case notWritable(path: String)
  /// The address of ClickHouse or its credentials are invalid.
  case badAddress(String)
  /// A server, or a shard of a cluster, is unreachable.
  case unavailable(path: String, cause: String)
  /// The time zone is unknown.
  case unknownTimeZone(String)
  /// The disk is full.
  case diskFull(path: String)
  /// The task was cancelled.
  case cancelled
  /// Any other failure, with the message of SQLite or the system.
  case failed(path: String, cause: String)

  /// The problem and a remedy, on one line.
  public var message: String {
    switch self {
    case .notFound(let path): "\(path): no such project; create it with 'mpq import'"
    case .alreadyExists(let path): "\(path): the file already exists"
    case .notAProject(let path): "\(path): not an mpq project"
    case .newerVersion(let path, let version):
      "\(path): written by a later version of mpq (file version \(version))"
    case .damaged(let path): "\(path): the project file is damaged; restore it from a backup"
    case .locked(let path, nil):
      "\(path): another process writes to this project, or reads it from a read-only volume; try "
        + "again later"
    case .locked(let path, let holder?):
      "\(path): process \(holder) is writing to this project; wait for it, or end it with "
        + "'kill \(holder)'"
    case .held(let path, let holder, let table):
      "\(path): another process is writing to this project (\(holder)); wait for it; if it is no "
        + "longer running, DROP TABLE \(table)"
    case .notWritable(let path): "\(path): the file or its folder is not writable"
    case .badAddress(let cause): "ClickHouse: \(cause)"
    case .unavailable(let path, let cause): "\(path): \(cause)"
    case .unknownTimeZone(let name):
      "\(name): unknown time zone; use a name like 'Europe/Berlin'"
    case .diskFull(let path): "\(path): no space left on the disk"
    case .cancelled: "cancelled"
    case .failed(let path, let cause): "\(path): \(cause)"
    }
  }

  /// The kind of failure, for exit codes.
  public var category: CallError.Category {
    switch self {
    case .unavailable: .network
    case .cancelled: .interrupted
    case .notFound, .alreadyExists, .notAProject, .newerVersion, .damaged, .locked, .held,
      .notWritable, .badAddress, .unknownTimeZone, .diskFull, .failed:
      .configuration
    }
  }
}
