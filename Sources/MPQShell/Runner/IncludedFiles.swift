package import MPQCompiler
import MPQFiles
import MPQSyntax

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads the files that scripts include.
///
/// A path is relative to the folder of the file that includes it. Texts that are not files, such
/// as `-e`, standard input and the prompt, include files of the working directory only, since
/// their writer may not know what lies elsewhere.
package struct IncludedFiles: Sendable {
  /// Whether each text of the run is a file.
  private let areFiles: [Bool]

  /// Reads for the texts of one program.
  ///
  /// - Parameter areFiles: Whether each text is a file.
  package init(areFiles: [Bool]) {
    self.areFiles = areFiles
  }

  /// The text that `include` names.
  ///
  /// - Parameters:
  ///   - path: The path as it is written.
  ///   - includer: The text that includes it.
  /// - Returns: The text, and its identity.
  /// - Throws: ``IncludeFailure``.
  package func read(
    _ path: String, _ includer: Includer
  ) throws(IncludeFailure) -> IncludedText {
    var resolved = path
    let isFile = includer.place.map { areFiles.indices.contains($0) && areFiles[$0] } ?? true
    if isFile, !path.hasPrefix("/") { resolved = "\(FileSystem.folder(of: includer.name))/\(path)" }
    guard FileSystem.isOrdinary(resolved) else {
      throw IncludeFailure("it is a pipe or a device")
    }
    let bytes: [UInt8]
    let identity: String
    do throws(SystemError) {
      guard let real = FileSystem.realPath(resolved) else { throw SystemError(code: ENOENT) }
      identity = real
      if !isFile { try Self.check(isInside: identity) }
      bytes = try FileSystem.read(path: resolved, limit: SourceText.byteLimit).bytes
    } catch {
      throw IncludeFailure(
        error.code == EFBIG ? "it is larger than \(SourceText.byteLimit) bytes" : error.text)
    }
    do throws(Diagnostic) {
      return IncludedText(try SourceText(bytes: bytes, name: resolved), identity: identity)
    } catch {
      throw IncludeFailure(error.message)
    }
  }

  /// Refuses a file outside of the working directory.
  private static func check(isInside path: String) throws(SystemError) {
    let folder = FileSystem.realPath(".") ?? "/"
    guard folder == "/" || path.hasPrefix(folder + "/") else { throw SystemError(code: EACCES) }
  }
}
