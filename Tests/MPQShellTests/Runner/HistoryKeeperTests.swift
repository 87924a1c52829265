import MPQFiles
import Testing

@testable import MPQShell

struct HistoryKeeperTests {
  @Test func statementsWaitUntilTheSecretIsKnown() throws {
    let folder = try ScratchFolder()
    let file = HistoryFile(path: folder["history"], warn: { _ in })
    let keeper = HistoryKeeper(file, knowsSecret: false)
    keeper.remember("events \"s3cret\"")
    keeper.remember("top events")
    #expect(!FileSystem.exists(folder["history"]))
    keeper.learn { $0.contains("s3cret") }
    keeper.remember("show events")
    keeper.remember("show s3cret")
    #expect(file.entries() == ["top events", "show events"])
  }
}
