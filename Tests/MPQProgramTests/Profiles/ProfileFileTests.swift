import Foundation
import MPQFiles
import Testing

@testable import MPQProgram

/// How the file is opened: its size, its text, and who may read it.
struct ProfileFileTests {
  private static let block = "[profile.work]\nhost = \"a\"\nkey = \"a\"\n"

  @Test
  func noFileHasNoProfiles() throws {
    let profiles = try Scratch().read()
    #expect(profiles.all.isEmpty)
    #expect(try profiles.standard() == nil)
  }

  @Test(arguments: [
    ("secret = \"s\"", 0o600, true), ("secret = \"s\"", 0o400, true),
    ("secret = \"s\"", 0o640, false), ("secret = \"s\"", 0o604, false),
    ("secret = \"s\"", 0o620, false), ("secret = \"s\"", 0o610, false),
    ("secret_file = \"s\"", 0o644, true), ("secret_file = \"s\"", 0o666, true),
    ("secret_command = \"s\"", 0o644, true), ("secret_command = \"s\"", 0o664, false),
    ("secret_command = \"s\"", 0o646, false),
  ])
  func permissions(line: String, mode: Int, isAccepted: Bool) throws {
    let scratch = try Scratch()
    try scratch.write(Self.block + line, mode: mode)
    guard !isAccepted else {
      #expect(try scratch.read().names == ["work"])
      return
    }
    let error = #expect(throws: ProfileError.self) { try scratch.read() }
    #expect(error?.hint == "type: chmod 600 \(scratch.profiles)")
  }

  @Test
  func linksAreFollowedToTheFileThatCounts() throws {
    let scratch = try Scratch()
    let target = try scratch.write(
      Self.block + "secret = \"s\"", to: "mpq/target.toml", mode: 0o644)
    try FileManager.default.createSymbolicLink(
      atPath: scratch.profiles, withDestinationPath: target)
    #expect(throws: ProfileError.untrusted(path: scratch.profiles, .shared)) { try scratch.read() }
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: target)
    #expect(try scratch.read().names == ["work"])
  }

  @Test
  func chmodIsQuotedForTheShell() {
    let error = ProfileError.untrusted(path: "/home/a b/it's.toml", .shared)
    #expect(error.hint == #"type: chmod 600 '/home/a b/it'\''s.toml'"#)
  }

  @Test(arguments: ["secret = \"s\"", "secret_command = \"s\""])
  func aFolderThatOthersMayWrite(line: String) throws {
    let scratch = try Scratch()
    try scratch.write(Self.block + line)
    let folder = "\(scratch.path)/mpq"
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder)
    let error = #expect(throws: ProfileError.self) { try scratch.read() }
    #expect(error?.hint == "type: chmod go-w \(folder)")
    try scratch.write(Self.block + "secret_file = \"s\"")
    #expect(try scratch.read().names == ["work"])
  }

  @Test
  func aPipeIsNotWaitedFor() throws {
    let scratch = try Scratch()
    try scratch.write("", to: "mpq/other")
    #expect(mkfifo(scratch.profiles, 0o600) == 0)
    let error = #expect(throws: ProfileError.self) { try scratch.read() }
    #expect(error?.message == "cannot read \(scratch.profiles): not a regular file")
  }

  @Test
  func sizeIsLimited() throws {
    let scratch = try Scratch()
    try scratch.write(String(repeating: "#", count: ProfileFile.byteLimit))
    #expect(try scratch.read().all.isEmpty)
    try scratch.write(String(repeating: "#", count: ProfileFile.byteLimit + 1))
    #expect(
      throws: ProfileError.unreadable(path: scratch.profiles, cause: "it is too large")
    ) { try scratch.read() }
  }

  @Test(arguments: [[0x23, 0xff], [0x23, 0x00, 0x0a]] as [[UInt8]])
  func badBytes(bytes: [UInt8]) throws {
    let scratch = try Scratch()
    try scratch.write(bytes, to: "mpq/profiles.toml")
    #expect(throws: ProfileError.notText(path: scratch.profiles)) { try scratch.read() }
  }

  @Test
  func aFolderIsNoFile() throws {
    let scratch = try Scratch()
    try FileManager.default.createDirectory(
      atPath: scratch.profiles, withIntermediateDirectories: true)
    let error = #expect(throws: ProfileError.self) { try scratch.read() }
    #expect(error?.message == "cannot read \(scratch.profiles): Is a directory")
  }

  @Test
  func nestingDoesNotTrap() throws {
    let scratch = try Scratch()
    try scratch.write("a = " + String(repeating: "[", count: 60_000))
    #expect(throws: ProfileError.self) { try scratch.read() }
  }
}
