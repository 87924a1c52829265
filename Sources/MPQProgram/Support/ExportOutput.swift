import CDeflate
import MPQ
import MPQConsole
import MPQFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The target of an export: standard output at once, or a file, completely or not at all.
enum ExportOutput {
  case standardOutput
  case file(DraftFile, path: String, isGzip: Bool)

  /// Creates an output to standard output if `path` is `nil` or names it; `.gz` selects gzip.
  ///
  /// - Throws: ``ProgramError`` when the file is one of `inputs`, or a project.
  init(path: String?, inputs: InputFiles) throws(ProgramError) {
    guard let path, !Output.isStandardOutput(path) else {
      self = .standardOutput
      return
    }
    do throws(InputFiles.Refusal) {
      try inputs.check(output: path)
    } catch {
      throw ProgramError(error, path: path)
    }
    do throws(SystemError) {
      self = .file(try DraftFile(of: path), path: path, isGzip: path.hasSuffix(".gz"))
    } catch {
      throw Self.failure(path, error)
    }
  }

  /// The reader of standard output went away.
  struct ClosedPipe: Error {}

  /// Writes the next part.
  ///
  /// - Throws: ``ProgramError``, or ``ClosedPipe``: the project is being read, and can only be
  ///   closed when that has ended.
  func write(_ bytes: [UInt8]) throws {
    switch self {
    case .standardOutput: guard try Console.writeUnlessClosed(bytes) else { throw ClosedPipe() }
    case .file(let draft, let path, let isGzip):
      do throws(SystemError) {
        try draft.write(isGzip ? Self.gzip(bytes) : bytes)
      } catch {
        throw Self.failure(path, error)
      }
    }
  }

  /// Replaces the target file; to be called after the last write.
  func finish() throws(ProgramError) {
    guard case .file(let draft, let path, let isGzip) = self else { return }
    do throws(SystemError) {
      // An empty file is not a gzip file.
      if isGzip { try draft.write(Self.gzip([])) }
      try draft.finish()
    } catch {
      throw Self.failure(path, error)
    }
  }

  /// Removes what was written to a file.
  func discard() {
    guard case .file(let draft, _, _) = self else { return }
    draft.discard()
  }

  private static func failure(_ path: String, _ error: SystemError) -> ProgramError {
    guard error.code != EEXIST else {
      return ProgramError(
        "\(visible(path)) is not a regular file",
        hint: "omit --output, and type: > \(visible(path))")
    }
    return ProgramError(
      "cannot write \(visible(path)): \(error.text)", hint: "the file was not changed")
  }

  /// Compresses a part as one gzip member; concatenated members are a gzip file.
  private static func gzip(_ bytes: [UInt8]) throws(SystemError) -> [UInt8] {
    // An upper bound for incompressible data.
    let room = bytes.count + bytes.count / 1000 + 64
    let packed = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      count = buffer.baseAddress.map { mpq_gzip(bytes, bytes.count, $0, buffer.count) } ?? 0
    }
    guard !packed.isEmpty else { throw .noMemory }
    return packed
  }
}
