import Foundation
import Testing
import TestSupport

@testable import MPQFiles

/// Which files no output replaces.
struct InputFilesTests {
  private let scratch: TemporaryFolder

  init() throws {
    scratch = try TemporaryFolder()
    try scratch.write("events", to: "log")
    try scratch.write("other", to: "other")
    let header = ProjectFile.magic + [UInt8](repeating: 0, count: 52) + Array("MPQp".utf8)
    try Data(header + [UInt8](repeating: 0, count: 200)).write(
      to: URL(fileURLWithPath: "\(scratch.path)/shop.mpqdb"))
    try scratch.link("link", to: "log")
    try scratch.link("dangling", to: "shop.mpqdb-wal")
    try FileManager.default.linkItem(
      atPath: "\(scratch.path)/log", toPath: "\(scratch.path)/hard")
  }

  /// The files read, an output, and why it is refused.
  @Test(
    arguments: [
      (["log"], "log", .isInput), (["log"], "link", .isInput), (["link"], "log", .isInput),
      (["log"], "hard", .isInput), (["other"], "log", nil), ([], "missing", nil),
      (["missing"], "missing", .isInput), ([], "shop.mpqdb", .isProject),
      (["log"], "shop.mpqdb", .isProject), ([], "other", nil), ([], ".", nil),
    ] as [([String], String, InputFiles.Refusal?)])
  func refusals(inputs: [String], output: String, refusal: InputFiles.Refusal?) throws {
    let inputs = InputFiles(inputs.map { "\(scratch.path)/\($0)" })
    #expect(check(inputs, output) == refusal)
  }

  @Test(arguments: ["shop.mpqdb", "shop.mpqdb-wal", "shop.mpqdb-lock", "dangling"])
  func filesBesideAProject(output: String) {
    #expect(check(InputFiles(project: "\(scratch.path)/shop.mpqdb"), output) == .isInput)
  }

  @Test func standardInput() throws {
    var inputs = InputFiles()
    let file = try #require(FileHandle(forReadingAtPath: "\(scratch.path)/log"))
    inputs.add(descriptor: file.fileDescriptor)
    #expect(check(inputs, "hard") == .isInput)
    #expect(check(inputs, "other") == nil)
  }

  @Test func devicesAreInputsAndOutputs() throws {
    try InputFiles(["/dev/null"]).check(output: "/dev/null/")
    var inputs = InputFiles()
    let file = try #require(FileHandle(forReadingAtPath: "/dev/null"))
    inputs.add(descriptor: file.fileDescriptor)
    try inputs.check(output: "/dev/null")
  }

  private func check(_ inputs: InputFiles, _ output: String) -> InputFiles.Refusal? {
    do throws(InputFiles.Refusal) {
      try inputs.check(output: "\(scratch.path)/\(output)")
      return nil
    } catch {
      return error
    }
  }
}
