import Foundation
import Testing
import TestSupport

/// Two public logs, converted, imported and queried, and compared with independent figures.
///
/// The logs are not part of the repository; without them there is nothing to test here.
struct RealLogTests {
  private static let data: String = {
    let environment = ProcessInfo.processInfo.environment["MPQ_DATA"]
    return environment ?? Repository.root.appending(path: "../shared/data").path()
  }()

  private static var isThere: Bool {
    FileManager.default.fileExists(atPath: data + "/ecom.csv.gz")
  }

  @Test(.enabled(if: isThere, "the public logs are not here; see examples/real-log"))
  func answersAgree() throws {
    let home = try TemporaryFolder()
    let projects = Repository.root.appending(path: ".build/real-log").path()
    let run = try Programs.run(
      path: Repository.root.appending(path: "examples/real-log/run").path(), [Self.data],
      home: home, environment: ["MPQ_BINARY": Programs.path("mpq")])
    try #require(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("Purchase"))
    let check = try Programs.run(
      path: Repository.root.appending(path: "Tests/RealLog/check.py").path(),
      [Programs.path("mpq"), projects], home: home)
    #expect(check.status == 0, "\(check.output)\(check.errors)")
  }
}
