import Foundation
import Testing
import TestSupport

@testable import MPQFiles

/// Which files are trusted with secrets and commands.
struct PrivateFileTests {
  private let scratch: TemporaryFolder

  init() throws {
    scratch = try TemporaryFolder()
  }

  /// The mode of the file and of its folder, and the faults of a secret and of a command.
  @Test(
    arguments: [
      (0o600, 0o755, nil, nil), (0o400, 0o700, nil, nil),
      (0o644, 0o755, .shared, nil), (0o640, 0o755, .shared, nil),
      (0o620, 0o755, .shared, .writableByOthers), (0o646, 0o755, .shared, .writableByOthers),
      (0o600, 0o777, .openFolder("F"), .openFolder("F")),
      (0o600, 0o775, .openFolder("F"), .openFolder("F")), (0o600, 0o1777, nil, nil),
    ] as [(Int, Int, PrivateFile.Fault?, PrivateFile.Fault?)])
  func modes(
    file: Int, folder: Int, secret: PrivateFile.Fault?, command: PrivateFile.Fault?
  ) throws {
    let path = try scratch.write("text", to: "file", mode: file)
    try scratch.set(folder, "")
    let opened = try PrivateFile(path: path, limit: 100)
    #expect(fault(opened.checkIsPrivate) == secret)
    #expect(fault(opened.checkIsOwn) == command)
  }

  /// Only root can give files away; CI runs the tests as root too.
  @Test(.enabled(if: geteuid() == 0)) func anotherOwner() throws {
    let path = try scratch.write("text", to: "file", mode: 0o600)
    #expect(chown(path, 65_534, 65_534) == 0)
    let opened = try PrivateFile(path: path, limit: 100)
    #expect(fault(opened.checkIsPrivate) == .foreign)
    #expect(chown(path, 0, 0) == 0)
    #expect(chown(scratch.path, 65_534, 65_534) == 0)
    #expect(fault(try PrivateFile(path: path, limit: 100).checkIsOwn) == .openFolder("F"))
  }

  @Test func pipesAreNotWaitedFor() throws {
    let path = "\(scratch.path)/pipe"
    #expect(mkfifo(path, 0o600) == 0)
    #expect(throws: SystemError.notRegular) { try PrivateFile(path: path, limit: 100) }
    #expect(throws: SystemError.notRegular) { try FileSystem.readStart(path: path, count: 1) }
    #expect(throws: SystemError.notRegular) { try PrivateFile(path: "/dev/zero", limit: 100) }
    #expect(throws: SystemError(code: EISDIR)) { try PrivateFile(path: "/", limit: 100) }
    #expect(throws: SystemError(code: EFBIG)) {
      try PrivateFile(path: try scratch.write("text", to: "file"), limit: 3)
    }
  }

  private func fault(_ check: () throws(PrivateFile.Fault) -> Void) -> PrivateFile.Fault? {
    do throws(PrivateFile.Fault) {
      try check()
      return nil
    } catch {
      // The name of the scratch folder is another one each time.
      guard case .openFolder(scratch.path) = error else { return error }
      return .openFolder("F")
    }
  }
}
