import MPQ
import MPQFiles

/// The file that `.output` names: replaced after every answer, whole or not at all.
struct AnswerFile {
  /// Why an answer is not written; the file is then unchanged.
  enum Problem: Error, Equatable {
    case system(SystemError)
    case notOrdinary
    case tooLarge
    case refused(InputFiles.Refusal)

    /// The cause, for messages.
    var text: String {
      switch self {
      case .system(let error): error.text
      case .refused(let refusal): refusal.text
      case .notOrdinary: "it is a pipe or a device"
      case .tooLarge: "it would have more than \(AnswerFile.byteLimit >> 20) MiB"
      }
    }
  }

  /// The most bytes of a file, since it is held in memory.
  static let byteLimit = 64 << 20

  /// The files that the shell reads, which no answer replaces.
  var inputs = InputFiles()
  /// Whether each answer replaces the one before.
  var isReplacing = false
  private var path: String?
  private var format: OutputFormat?
  private var bytes: [UInt8] = []

  /// Adds an answer to the file at `path`, separated by a blank line from the one before.
  ///
  /// With another file or format, the file starts empty.
  mutating func add(
    _ answer: [UInt8], to path: String, as format: OutputFormat
  ) throws(Problem) {
    guard FileSystem.isOrdinary(path) else { throw .notOrdinary }
    do throws(InputFiles.Refusal) {
      try inputs.check(output: path)
    } catch {
      throw .refused(error)
    }
    let goesOn = path == self.path && format == self.format && !isReplacing && !bytes.isEmpty
    let all = goesOn ? bytes + [UInt8(ascii: "\n")] + answer : answer
    guard all.count <= Self.byteLimit else { throw .tooLarge }
    do throws(SystemError) {
      try FileSystem.writeAtomically(all, to: path)
    } catch {
      throw .system(error)
    }
    self.path = path
    self.format = format
    bytes = all
  }
}
