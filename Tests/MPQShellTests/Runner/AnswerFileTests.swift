import MPQ
import MPQFiles
import Testing
import TestSupport

@testable import MPQShell

struct AnswerFileTests {
  private let folder: TemporaryFolder
  private var file = AnswerFile()

  init() throws {
    folder = try TemporaryFolder()
  }

  private func text() throws -> String {
    let bytes = try FileSystem.read(path: folder.path("a"), limit: 1000).bytes
    return String(decoding: bytes, as: UTF8.self)
  }

  private mutating func add(_ answer: String, as format: OutputFormat = .csv) throws {
    try file.add(Array(answer.utf8), to: folder.path("a"), as: format)
  }

  @Test mutating func answersFollowOneAnother() throws {
    try add("one\n")
    try add("two\n")
    #expect(try text() == "one\n\ntwo\n")
  }

  @Test mutating func anotherFormatStartsAnEmptyFile() throws {
    try add("one\n")
    try add("{}\n", as: .json)
    #expect(try text() == "{}\n")
  }

  @Test mutating func aWatchedAnswerTakesThePlaceOfTheOneBefore() throws {
    file.isReplacing = true
    try add("one\n")
    try add("two\n")
    #expect(try text() == "two\n")
  }

  @Test mutating func aFailedWriteChangesNothing() throws {
    try add("one\n")
    let path = folder.path("no/such")
    #expect(throws: AnswerFile.Problem.self) {
      try file.add([1], to: path, as: .csv)
    }
    #expect(throws: AnswerFile.Problem.notOrdinary) {
      try file.add([1], to: "/dev/tty", as: .csv)
    }
    try add("two\n")
    #expect(try text() == "one\n\ntwo\n")
  }
}
