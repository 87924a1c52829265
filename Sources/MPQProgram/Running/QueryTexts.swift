import MPQ
import MPQConsole
import MPQFiles
import MPQSyntax

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The texts to run: queries of the command line, then scripts.
enum QueryTexts {
  /// Reads all texts.
  ///
  /// - Parameters:
  ///   - queries: The values of `-e`.
  ///   - files: The values of `-f`; `-` is standard input.
  /// - Returns: The texts. Without both, that of standard input, unless it is a terminal.
  /// - Throws: ``ProgramError`` when a file cannot be read.
  static func read(queries: [String], files: [String]) throws(ProgramError) -> [SourceText] {
    var texts: [SourceText] = []
    for query in queries { texts.append(try text(FileName.bytes(query), name: "query")) }
    var files = files
    if queries.isEmpty && files.isEmpty && !Terminal.isInputTerminal { files = ["-"] }
    for file in files { texts.append(try script(file)) }
    return texts
  }

  /// Whether each text that ``read(queries:files:)`` gives for the options is a file.
  static func areFiles(_ options: AskOptions) -> [Bool] {
    options.queries.map { _ in false } + options.files.map { $0 != "-" }
  }

  private static func script(_ file: String) throws(ProgramError) -> SourceText {
    let limit = SourceText.byteLimit
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes =
        file == "-"
        ? try FileSystem.read(descriptor: STDIN_FILENO, limit: limit)
        : try FileSystem.read(path: file, limit: limit).bytes
    } catch {
      let cause = error.code == EFBIG ? "larger than \(limit) bytes" : error.text
      let name = file == "-" ? "standard input" : visible(file)
      throw ProgramError("cannot read \(name): \(cause)")
    }
    return try text(bytes, name: file == "-" ? "stdin" : file)
  }

  private static func text(_ bytes: [UInt8], name: String) throws(ProgramError) -> SourceText {
    do throws(Diagnostic) {
      return try SourceText(bytes: bytes, name: name)
    } catch {
      throw ProgramError("\(visible(name)): \(error.message)", status: .query)
    }
  }
}
