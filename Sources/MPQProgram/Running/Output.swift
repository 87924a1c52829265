import MPQ
import MPQConsole
import MPQFiles

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
