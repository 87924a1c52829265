import CDeflate
import MPQ
import MPQConsole
import MPQFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where an export goes: standard output as it comes, or a file, whole or not at all.
enum ExportOutput {
  case standardOutput
  case file(DraftFile, path: String, isGzip: Bool)

  /// Standard output where `path` is `nil` or one of its names; gzip where it ends so.
  ///
  /// - Throws: ``ProgramError`` where the file is one of `inputs`, or a project.
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

  /// Writes the next part.
  func write(_ bytes: [UInt8]) throws(ProgramError) {
    switch self {
    case .standardOutput: try Console.write(bytes)
    case .file(let draft, let path, let isGzip):
      do throws(SystemError) {
        try draft.write(isGzip ? Self.gzip(bytes) : bytes)
      } catch {
        throw Self.failure(path, error)
      }
    }
  }

  /// Puts the file in its place; call it when everything was written.
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
        hint: "leave out --output and write: > \(visible(path))")
    }
    return ProgramError(
      "cannot write \(visible(path)): \(error.text)", hint: "the file was not changed")
  }

  /// Each part is a member of its own, which together are a gzip file.
  private static func gzip(_ bytes: [UInt8]) throws(SystemError) -> [UInt8] {
    // What zlib says of data that cannot be packed, generously.
    let room = bytes.count + bytes.count / 1000 + 64
    let packed = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      count = buffer.baseAddress.map { mpq_gzip(bytes, bytes.count, $0, buffer.count) } ?? 0
    }
    guard !packed.isEmpty else { throw .noMemory }
    return packed
  }
}
