import MPQ
import MPQAPI
import Synchronization

@testable import MPQShell

/// A project of a few lists with a manual clock; it records calls and failures.
final class ScriptedProject: Sendable {
  private struct State {
    var lists: [NameRequest: [String]] = [:]
    var error: CallError?
    var asked: [Call] = []
    var news: [NameCache.News] = []
    var time = 1_000_000
    var isHeld = false
  }

  private let state = Mutex(State())

  init(_ lists: [NameRequest: [String]] = [.events: ["b", "a"], .funnels: ["f"]]) {
    state.withLock { $0.lists = lists }
  }

  func cache(
    in folder: String, of project: KeptProject = .demo, callsAnHour: Int = 12
  ) -> NameCache {
    var settings = NameCache.Settings()
    settings.callsAnHour = callsAnHour
    return NameCache(
      of: project, in: folder, settings: settings,
      ask: { [self] call throws(CallError) in try await answer(call) },
      now: { [self] in state.withLock(\.time) },
      onNews: { [self] news in state.withLock { $0.news.append(news) } })
  }

  /// The endpoints that were asked, in their order.
  var asked: [Endpoint.ID] { state.withLock { $0.asked.map(\.endpoint) } }
  var news: [NameCache.News] { state.withLock(\.news) }
  /// The reported failures.
  var failures: [String] {
    news.compactMap { if case .failed(let message) = $0 { message } else { nil } }
  }

  func set(_ request: NameRequest, _ names: [String]) {
    state.withLock { $0.lists[request] = names }
  }
  func fail(with error: CallError?) { state.withLock { $0.error = error } }
  func wait(seconds: Int) { state.withLock { $0.time += seconds } }

  /// Holds answers back until they are released.
  func hold() { state.withLock { $0.isHeld = true } }
  func release() { state.withLock { $0.isHeld = false } }

  /// Waits until `count` calls have been made.
  func waitForCalls(_ count: Int) async {
    while asked.count < count { await Task.yield() }
  }

  private func answer(_ call: Call) async throws(CallError) -> CallResult {
    state.withLock { $0.asked.append(call) }
    while state.withLock(\.isHeld), !Task.isCancelled { await Task.yield() }
    guard !Task.isCancelled else { throw .cancelled }
    let (error, lists) = state.withLock { ($0.error, $0.lists) }
    if let error { throw error }
    let names = lists.first { $0.key.call == call }?.value ?? []
    switch call.endpoint {
    case .eventsPropertiesTop, .funnelsPropertiesNames:
      return .properties(PropertyCounts(rows: names.map { .init(property: $0, count: nil) }))
    default: return .names(names)
    }
  }
}
