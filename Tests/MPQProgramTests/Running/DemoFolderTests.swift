import Foundation
import Testing

@testable import MPQProgram

/// A folder for the demo below one that everybody can write is the user's own, or it is not used.
struct DemoFolderTests {
  private let scratch: Scratch
  private var folder: String { "\(scratch.path)/mpq-1" }

  init() throws {
    scratch = try Scratch()
  }

  @Test func itIsMadeForTheUserAlone() throws {
    #expect(DemoFolder.makeOwn(folder))
    #expect(try scratch.mode(of: folder) == 0o700)
    #expect(DemoFolder.makeOwn(folder))
  }

  @Test(arguments: [0o777, 0o750, 0o702])
  func oneThatOthersCanUseIsNotTaken(_ mode: Int) throws {
    #expect(DemoFolder.makeOwn(folder))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: folder)
    #expect(!DemoFolder.makeOwn(folder))
  }

  @Test func aLinkIsNotTaken() throws {
    #expect(DemoFolder.makeOwn("\(scratch.path)/target"))
    try FileManager.default.createSymbolicLink(
      atPath: folder, withDestinationPath: "\(scratch.path)/target")
    #expect(!DemoFolder.makeOwn(folder))
  }

  @Test func aFileIsNotTaken() throws {
    try scratch.write("", to: "mpq-1")
    #expect(!DemoFolder.makeOwn(folder))
    #expect(!DemoFolder.makeOwn("\(folder)/below"))
  }
}
