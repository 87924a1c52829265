import MPQFiles
import MPQ

/// Where answers go: standard output as they come, or a file at the end, whole or not at all.
struct Output {
  private let path: String?
  private var pending: [UInt8] = []

  /// Answers go to the file at `path`; to standard output where it is `nil`, or one of its names.
  init(path: String?) {
    self.path = path.flatMap { ["-", "/dev/stdout"].contains($0) ? nil : $0 }
  }

  /// Whether answers go out as they come.
  var isStandardOutput: Bool { path == nil }

  /// Whether answers are read by a person at once.
  var isTerminal: Bool { isStandardOutput && Terminal.isOutputTerminal }

  /// Takes the next part of the output.
  mutating func write(_ bytes: [UInt8]) throws(ProgramError) {
    guard path != nil else { return try Console.write(bytes) }
    pending += bytes
  }

  /// Puts the file in its place; call it when everything was written.
  func finish() throws(ProgramError) {
    guard let path else { return }
    do throws(SystemError) {
      try FileSystem.writeAtomically(pending, to: path)
    } catch {
      throw ProgramError(
        "cannot write \(visible(path)): \(error.text)", hint: "the file is as it was before")
    }
  }
}

extension OutputFormat {
  /// The format that a file's name asks for by its ending.
  init?(path: String) {
    guard let dot = path.lastIndex(of: ".") else { return nil }
    switch path[path.index(after: dot)...].lowercased() {
    case "csv": self = .csv
    case "tsv": self = .tsv
    case "json": self = .json
    case "ndjson", "jsonl": self = .ndjson
    case "md", "markdown": self = .markdown
    default: return nil
    }
  }

  /// Whether a file's name can stand without `--format`: its ending names one, or leaves it open.
  static func hasMeaning(path: String) -> Bool {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: ".") else { return true }
    return name[dot...].lowercased() == ".txt" || OutputFormat(path: path) != nil
  }
}
