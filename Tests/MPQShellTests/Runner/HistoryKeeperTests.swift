import MPQFiles
import Testing
import TestSupport

@testable import MPQShell

struct HistoryKeeperTests {
  @Test func statementsWaitUntilTheSecretIsKnown() throws {
    let folder = try TemporaryFolder()
    let file = HistoryFile(path: folder.path("history"), warn: { _ in })
    let keeper = HistoryKeeper(file, knowsSecret: false)
    keeper.remember("events \"s3cret\"")
    keeper.remember("top events")
    #expect(!FileSystem.exists(folder.path("history")))
    keeper.learn { $0.contains("s3cret") }
    keeper.remember("show events")
    keeper.remember("show s3cret")
    #expect(file.entries() == ["top events", "show events"])
  }
}
