import MPQ
import MPQConsole
import MPQFiles

/// The target of answers: standard output at once, or a file, completely or not at all.
struct Output {
  private let path: String?
  private let inputs: InputFiles
  private var pending: [UInt8] = []

  /// Creates an output to the file at `path`, or to standard output if `path` is `nil` or names it.
  ///
  /// - Throws: ``ProgramError`` when the file is one of `inputs`, or a project.
  init(path: String?, inputs: InputFiles) throws(ProgramError) {
    self.path = path.flatMap { Self.isStandardOutput($0) ? nil : $0 }
    self.inputs = inputs
    try checkTarget()
  }

  /// Whether `path` is a name of standard output.
  static func isStandardOutput(_ path: String) -> Bool {
    ["-", "/dev/stdout"].contains(path)
  }

  /// Whether answers are written immediately.
  var isStandardOutput: Bool { path == nil }

  /// Whether answers are written to a terminal.
  var isTerminal: Bool { isStandardOutput && Terminal.isOutputTerminal }

  /// Writes the next part of the output.
  mutating func write(_ bytes: [UInt8]) throws(ProgramError) {
    guard path != nil else { return try Console.write(bytes) }
    pending += bytes
  }

  /// Replaces the target file; to be called after the last write.
  func finish() throws(ProgramError) {
    guard let path else { return }
    // The file may have been created meanwhile.
    try checkTarget()
    do throws(SystemError) {
      try FileSystem.writeAtomically(pending, to: path)
    } catch {
      throw ProgramError(
        "cannot write \(visible(path)): \(error.text)", hint: "the file was not changed")
    }
  }

  private func checkTarget() throws(ProgramError) {
    guard let path else { return }
    do throws(InputFiles.Refusal) {
      try inputs.check(output: path)
    } catch {
      throw ProgramError(error, path: path)
    }
  }
}

extension ProgramError {
  /// The refusal to replace the file at `path`.
  init(_ refusal: InputFiles.Refusal, path: String) {
    self.init("cannot write \(visible(path)): \(refusal.text)", hint: "name another file")
  }
}

extension AskOptions {
  /// The files that a run with these options reads.
  var inputFiles: InputFiles {
    var inputs = InputFiles(files.filter { $0 != "-" })
    inputs.add(descriptor: 0)
    if let local { inputs.add(project: local) }
    inputs.add(ProfileFile.path(in: .process))
    guard output != nil || wantsShell, let profiles = try? ProfileFile().profiles() else {
      return inputs
    }
    for profile in profiles.all {
      if case .file(let path) = profile.secretSource { inputs.add(path) }
      if let path = profile.certificateFile { inputs.add(path) }
    }
    return inputs
  }
}
