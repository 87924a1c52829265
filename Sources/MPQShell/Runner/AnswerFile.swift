import MPQ
import MPQFiles

/// The file that `.output` names: written anew after every answer, whole or not at all.
struct AnswerFile {
  private(set) var path: String?
  private var bytes: [UInt8] = []

  /// Goes on with the file at `path`; another one begins empty.
  mutating func use(_ path: String?) {
    guard path != self.path else { return }
    self.path = path
    bytes = []
  }

  /// Adds an answer, parted from the one before by a blank line, as several answers always are.
  ///
  /// - Throws: ``SystemError``; the file is then as it was.
  mutating func add(_ answer: [UInt8]) throws(SystemError) {
    guard let path else { return }
    let all = bytes.isEmpty ? answer : bytes + [UInt8(ascii: "\n")] + answer
    try FileSystem.writeAtomically(all, to: path)
    bytes = all
  }
}
