import Foundation
import Testing
import TestSupport

@testable import MPQFiles

/// Files are replaced completely, links are followed, and no update of others is lost.
struct WritingTests {
  private let scratch: TemporaryFolder

  init() throws {
    scratch = try TemporaryFolder()
  }

  /// A link, and what it leads to, as a path below the folder.
  @Test(arguments: [("new", false), ("old", true)])
  func linksStayLinks(target: String, exists: Bool) throws {
    if exists { try scratch.write("before", to: target) }
    try scratch.link("middle", to: target)
    try scratch.link("link", to: "\(scratch.path)/middle")
    try FileSystem.writeAtomically(Array("after".utf8), to: "\(scratch.path)/link")
    #expect(try scratch.text(target) == "after")
    #expect(try scratch.names() == ["link", "middle", target].sorted())
  }

  @Test func linksInACircle() throws {
    try scratch.link("one", to: "two")
    try scratch.link("two", to: "one")
    #expect(throws: SystemError(code: ELOOP)) {
      try FileSystem.writeAtomically([], to: "\(scratch.path)/one")
    }
    #expect(try scratch.names() == ["one", "two"])
  }

  @Test func updatesAtOnceAreAllKept() async throws {
    let path = "\(scratch.path)/list"
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<12 {
        group.addTask {
          try FileSystem.update(path, failure: { $0 }) { place throws(SystemError) in
            let old =
              FileSystem.exists(place)
              ? try FileSystem.read(path: place, limit: 1000).bytes : []
            return (old + Array("\(number)\n".utf8), ())
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try scratch.text("list").split(separator: "\n").count == 12)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test func aFailedUpdateChangesNothing() throws {
    let path = try scratch.write("before", to: "list")
    #expect(throws: SystemError(code: EPERM)) {
      try FileSystem.update(path, failure: { $0 }) { _ throws(SystemError) -> ([UInt8]?, Void) in
        throw SystemError(code: EPERM)
      }
    }
    #expect(try scratch.text("list") == "before")
    #expect(try scratch.names() == ["list", "list.lock"])
  }

  @Test(arguments: [mode_t(0), 0o077])
  func locksAreTheUsersAlone(mask: mode_t) throws {
    // The mask belongs to the whole process; no other test of this target depends on it.
    let before = umask(mask)
    defer { umask(before) }
    try FileLock.hold("\(scratch.path)/lock") {}
    let mode = try FileManager.default.attributesOfItem(atPath: "\(scratch.path)/lock")
    #expect(mode[.posixPermissions] as? Int == 0o600)
  }

  @Test func aLockThatIsHeld() throws {
    let path = "\(scratch.path)/lock"
    _ = try FileLock.hold(path) { () throws(SystemError) in
      #expect(throws: SystemError(code: EWOULDBLOCK)) {
        try FileLock.hold(path, patience: .zero) {}
      }
    }
    try FileLock.hold(path, patience: .zero) {}
  }
}
