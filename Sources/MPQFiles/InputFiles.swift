/// The files that a run reads, which its output must not replace.
package struct InputFiles: Sendable {
  /// Why an output is refused.
  package enum Refusal: Error, Equatable, Sendable {
    /// The run reads this file.
    case isInput
    /// It is a project.
    case isProject

    /// The reason, for a message.
    package var text: String {
      switch self {
      case .isInput: "it is an input of the same command"
      case .isProject: "it is a project"
      }
    }
  }

  private var paths: [String] = []
  private var files: Set<FileID> = []

  /// Creates an empty set.
  package init() {}

  /// Creates a set of files, some of which may be missing.
  package init(_ paths: [String]) {
    for path in paths { add(path) }
  }

  /// Creates a set with the project at `path`.
  package init(project path: String) { add(project: path) }

  /// Adds the file at `path`, which may be created later.
  package mutating func add(_ path: String) { paths.append(path) }

  /// Adds the project at `path`, with SQLite's other files and the lock.
  package mutating func add(project path: String) {
    let place = (try? FileSystem.destination(of: path)) ?? path
    paths += ["", "-wal", "-shm", "-journal", "-lock"].map { place + $0 }
  }

  /// Adds the file behind a descriptor, such as standard input.
  package mutating func add(descriptor: Int32) {
    if let file = FileID(descriptor: descriptor) { files.insert(file) }
  }

  /// Refuses `output` if it is one of these files, under any name, or a project.
  package func check(output: String) throws(Refusal) {
    let place = try? FileSystem.destination(of: output)
    if let place, paths.contains(place) { throw .isInput }
    // Devices and pipes cannot be overwritten: `/dev/null` may be an input and an output.
    guard let file = FileID(regularFile: output) else { return }
    guard !files.contains(file), !paths.contains(where: { FileID(path: $0) == file }) else {
      throw .isInput
    }
    guard !ProjectFile.isOne(output) else { throw .isProject }
  }
}

/// The signature of a project's file.
package enum ProjectFile {
  /// The application ID in SQLite's header: `MPQp`.
  package static let applicationID: UInt32 = 0x4d50_5170

  /// The first bytes of every SQLite file.
  package static let magic = Array("SQLite format 3\0".utf8)

  /// Whether the file at `path` is a project.
  package static func isOne(_ path: String) -> Bool {
    guard let bytes = try? FileSystem.readStart(path: path, count: 72), bytes.count == 72 else {
      return false
    }
    return bytes.starts(with: magic)
      && bytes[68...].reduce(0) { $0 << 8 | UInt32($1) } == applicationID
  }
}
