public import MPQAPI

/// Why a project's file cannot be used.
public enum StoreError: Error, Equatable, Sendable {
  /// There is no such file.
  case notFound(path: String)
  /// A project must not be made where a file is already.
  case alreadyExists(path: String)
  /// The file is something else.
  case notAProject(path: String)
  /// The file was made by a later version of mpq.
  case newerVersion(path: String, version: Int)
  /// The file was a project, and parts of it cannot be read any more.
  case damaged(path: String)
  /// Somebody else writes to the project: the process `holder`, where that is known.
  case locked(path: String, holder: Int32? = nil)
  /// Another program writes to a project on ClickHouse: who and since when, and the table that
  /// keeps others away meanwhile.
  case held(path: String, by: String, table: String)
  /// The file or its folder may not be written.
  case notWritable(path: String)
  /// An address of ClickHouse, or what is needed to log in there, is wrong.
  case badAddress(String)
  /// A server cannot be reached, or not all of a cluster's shards.
  case unavailable(path: String, cause: String)
  /// There is no time zone of that name.
  case unknownTimeZone(String)
  /// No room is left for the project's file.
  case diskFull(path: String)
  /// The task was cancelled.
  case cancelled
  /// Anything else, as SQLite or the system puts it.
  case failed(path: String, cause: String)

  /// What is wrong, and what can be done about it, on one line.
  public var message: String {
    switch self {
    case .notFound(let path): "\(path): no such project; 'mpq import' makes one"
    case .alreadyExists(let path): "\(path): there is a file already"
    case .notAProject(let path): "\(path): not a project of mpq"
    case .newerVersion(let path, let version):
      "\(path): made by a later version of mpq (file version \(version))"
    case .damaged(let path): "\(path): the project's file is damaged; use a copy"
    case .locked(let path, nil):
      "\(path): another program is writing to this project; try again later"
    case .locked(let path, let holder?):
      "\(path): process \(holder) is writing to this project; wait for it, or end it: "
        + "kill \(holder)"
    case .held(let path, let holder, let table):
      "\(path): another program is writing to this project (\(holder)); wait for it; where it is "
        + "no longer there, DROP TABLE \(table)"
    case .notWritable(let path): "\(path): the file or its folder may not be written"
    case .badAddress(let cause): "ClickHouse: \(cause)"
    case .unavailable(let path, let cause): "\(path): \(cause)"
    case .unknownTimeZone(let name):
      "\(name): no such time zone; names are like 'Europe/Berlin'"
    case .diskFull(let path): "\(path): no room is left on the disk"
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
