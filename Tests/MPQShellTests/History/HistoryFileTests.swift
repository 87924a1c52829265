import Foundation
import MPQAPI
import Synchronization
import Testing
import TestSupport

@testable import MPQShell

struct HistoryFileTests {
  private let folder: TemporaryFolder
  private var path: String { folder.path("history/work") }

  init() throws { folder = try TemporaryFolder() }

  private func history(
    rules: HistoryRules = HistoryRules(), secrets: [SecretCheck] = []
  ) -> HistoryFile {
    HistoryFile(path: path, rules: rules, secrets: secrets) { Issue.record("warned: \($0)") }
  }

  private func write(_ text: String) throws {
    try FileManager.default.createDirectory(
      atPath: folder.path("history"), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  private func text() throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
  }

  @Test func entriesAreThereForTheNextShell() throws {
    let one = history()
    #expect(one.entries() == [])
    #expect(one.append("top events") == .keep)
    #expect(one.append("events a\n  by b") == .keep)
    #expect(history().entries() == ["top events", "events a\n  by b"])
    #expect(try folder.mode(of: "history/work") == 0o600)
    #expect(try folder.mode(of: "history/work.lock") == 0o600)
    #expect(try folder.mode(of: "history") == 0o700)
  }

  @Test func noEntryRepeatsTheOneBefore() throws {
    let (one, other) = (history(), history())
    for _ in 0..<3 {
      one.append("events a")
      other.append("events a")
    }
    one.append("a")  // the end of the last line, but not the line
    one.append("events a")
    #expect(history().entries() == ["events a", "a", "events a"])
  }

  @Test func privateEntriesAndSecretsAreNotWritten() throws {
    let secret = try #require(Secret("hunter+2%"))
    let history = history(secrets: [secret.occurs])
    #expect(history.append(" events mine") == .isPrivate)
    #expect(history.append("events \"hunter+2%\"") == .holdsSecret)
    #expect(history.append("events \"sig=hunter%2B2%25\"") == .holdsSecret)
    #expect(history.append("events \"%68unter%252B2%2525\"") == .holdsSecret)
    #expect(!FileManager.default.fileExists(atPath: path))
    #expect(history.entries() == [])
  }

  @Test func aSecretThatIsLearntLaterIsTakenOut() throws {
    let history = history()
    for entry in ["events a", "events hunter2", "events b"] { history.append(entry) }
    history.hide { $0.contains("hunter2") }
    #expect(try text() == "events a\nevents b\n")
    #expect(history.append("funnel hunter2") == .holdsSecret)
  }

  /// Wherever a writer was stopped, the earlier entries stay, and the next one is separate.
  @Test func aTornLineIsDropped() throws {
    let whole = "events a\nevents b\\n  weeks 2\nevents \"日本\"\n"
    for length in 0...whole.utf8.count {
      try write(String(decoding: Array(whole.utf8.prefix(length)), as: UTF8.self))
      try Data(whole.utf8.prefix(length)).write(to: URL(fileURLWithPath: path))
      let before = history().entries()
      history().append("top events")
      #expect(history().entries() == before + ["top events"])
      #expect(before == HistoryFormat.entries(Array(whole.utf8)[...]).dropLast(3 - before.count))
    }
  }

  @Test func aTornLineMayBeLong() throws {
    try write("events a\n" + String(repeating: "x", count: 10_000))
    history().append("events b")
    #expect(try text() == "events a\nevents b\n")
    try write(String(repeating: "x", count: 4_096))
    history().append("events b")
    #expect(try text() == "events b\n")
  }

  @Test func foreignLinesAreSkipped() throws {
    try write("events a\n")
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data([0xff, 0xfe, 0x0a]))
    try handle.close()
    history().append("events b")
    #expect(history().entries() == ["events a", "events b"])
  }

  @Test func compactionReplacesTheFile() throws {
    var rules = HistoryRules()
    rules.entryLimit = 3
    let shell = history(rules: rules)
    for entry in ["a", "b", "c", "a", "d", "b"] { shell.append(entry) }
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    shell.compact()
    #expect(try text() == "a\nd\nb\n")
    #expect(try folder.mode(of: "history/work") == 0o600)
    #expect(try folder.names(in: "history") == ["work", "work.lock"])
    let date = try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int
    shell.compact()  // nothing is left to do, so the file stays the same
    #expect(
      try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int == date)
  }

  @Test func othersCannotReadAFileOnceItIsWritten() throws {
    try write("a\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: path)
    history().append("b")
    #expect(try folder.mode(of: "history/work") == 0o600)
  }

  /// Of a file that is far too large, only the end is read.
  @Test func theEndOfALargeFileIsRead() throws {
    var rules = HistoryRules()
    rules.byteLimit = 1_000
    try write((0..<300_000).map { "entry \($0)\n" }.joined())
    let shell = history(rules: rules)
    let entries = shell.entries()
    #expect(entries.last == "entry 299999")
    #expect(entries.count < 120_000)
    #expect(entries.first?.hasPrefix("entry ") == true)
    shell.compact()
    #expect(try text().utf8.count <= 1_000)
    #expect(try text().hasSuffix("entry 299999\n"))
  }

  /// A common way to turn a history off.
  @Test func aLinkToNothingKeepsNothing() throws {
    try FileManager.default.createDirectory(
      atPath: folder.path("history"), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: path, withDestinationPath: "/dev/null")
    let shell = history()
    shell.append("events a")
    shell.compact()
    #expect(shell.entries() == [])
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == "/dev/null")
  }

  @Test func searchFindsTheNewestFirst() {
    let shell = history()
    for entry in ["events Äpfel", "funnel b", "events äpfel", "funnel b weeks 2", "funnel b"] {
      shell.append(entry)
    }
    #expect(shell.search("ÄPFEL") == ["events äpfel", "events Äpfel"])
    #expect(shell.search("funnel") == ["funnel b", "funnel b weeks 2"])
    #expect(shell.search("nothing") == [])
    #expect(shell.search("").count == 4)
  }
}
