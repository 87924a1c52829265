import Foundation
import MPQAPI
import MPQHTTP
import Testing

/// Proxies of the environment; each test has a process, and so an environment, of its own.
@Suite(.timeLimit(.minutes(1))) struct ProxyTests {
  @Test func plainRequestsGoThroughTheProxy() async {
    await #expect(processExitsWith: .success) {
      let proxy = try await HostileServer("echo")
      setenv("http_proxy", "http://127.0.0.1:\(proxy.port)", 1)
      let base = try BaseURL("http://events.invalid", allowsPlainHTTP: true)
      let seen = try Echo(await answer(from: base))
      try #require(seen.head.first?.hasPrefix("GET http://events.invalid/api/2.0/events") == true)
    }
  }

  @Test func thisMachineIsAskedWithoutTheProxy() async {
    await #expect(processExitsWith: .success) {
      let proxy = try await HostileServer("forbidding")
      let server = try await HostileServer("echo")
      for name in ["http_proxy", "all_proxy"] {
        setenv(name, "http://127.0.0.1:\(proxy.port)", 1)
      }
      unsetenv("no_proxy")
      unsetenv("NO_PROXY")
      try #require(try await answer(from: server.base()).status == 200)
      try #require(await proxy.stop().isEmpty)
    }
  }

  /// The proxy is asked for a connection only, never for the signed URL.
  @Test func encryptedRequestsAskTheProxyForAConnection() async {
    await #expect(processExitsWith: .success) {
      let proxy = try await HostileServer("forbidding")
      setenv("https_proxy", "http://127.0.0.1:\(proxy.port)", 1)
      let error = try await failure(from: BaseURL("events.invalid"))
      let cause = "the proxy 127.0.0.1:\(proxy.port) refuses with HTTP status 403"
      try #require(error == .unreachable(host: "events.invalid", cause: cause))
      try #require(await proxy.stop() == ["CONNECT events.invalid:443 HTTP/1.1"])
    }
  }

  @Test func aProxyThatIsNotKnownIsNamed() async {
    await #expect(processExitsWith: .success) {
      setenv("https_proxy", "proxy.invalid:8080", 1)
      let error = try await failure(from: BaseURL("events.invalid"))
      let cause = "the proxy proxy.invalid is not known"
      try #require(error == .unreachable(host: "events.invalid", cause: cause))
    }
  }

  @Test func aProxyThatHangsUpIsNamed() async {
    await #expect(processExitsWith: .success) {
      let proxy = try await HostileServer("empty")
      setenv("https_proxy", "http://127.0.0.1:\(proxy.port)", 1)
      let error = try await failure(from: BaseURL("events.invalid"))
      let cause = "the proxy 127.0.0.1:\(proxy.port) makes no connection"
      try #require(error == .unreachable(host: "events.invalid", cause: cause))
    }
  }

  @Test func thePasswordOfTheProxyIsInNoError() async {
    await #expect(processExitsWith: .success) {
      let proxy = try await HostileServer("deaf")
      setenv("https_proxy", "http://user:proxy-password@127.0.0.1:\(proxy.port)", 1)
      let error = try await failure(from: BaseURL("events.invalid"))
      let cause = "the proxy 127.0.0.1:\(proxy.port): Connection refused"
      try #require(error == .unreachable(host: "events.invalid", cause: cause))
      try #require(!String(reflecting: error).contains("proxy-password"))
    }
  }
}
