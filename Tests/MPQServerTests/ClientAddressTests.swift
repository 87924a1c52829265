import HTTPTypes
import MPQAPI
import Testing

@testable import MPQServer

/// The client's address behind a proxy, which a client cannot fake.
struct ClientAddressTests {
  private static func address(
    _ headers: [String], peer: String = "10.0.0.7", trusted: [String] = ["10.0.0.0/24"]
  ) throws -> ClientAddress {
    let name = try #require(HTTPField.Name("X-Forwarded-For"))
    var fields = HTTPFields()
    for header in headers { fields.append(HTTPField(name: name, value: header)) }
    return ClientAddress(fields, peer: peer, trusted: trusted.compactMap(AddressRange.init))
  }

  @Test(arguments: [
    // The client's own header is to the left of the address that the proxy appended.
    (["203.0.113.9"], "203.0.113.9"), (["198.51.100.1, 203.0.113.9"], "203.0.113.9"),
    (["10.0.0.9, 203.0.113.9"], "203.0.113.9"), (["198.51.100.1", "203.0.113.9"], "203.0.113.9"),
    (["127.0.0.1,203.0.113.9 , 10.0.0.8"], "203.0.113.9"), (["10.0.0.9, 10.0.0.8"], "10.0.0.9"),
    (["203.0.113.9:4711"], "203.0.113.9"), (["[2001:db8::1]:4711"], "2001:db8::1"),
    (["2001:DB8:0::1"], "2001:db8::1"), (["::ffff:203.0.113.9"], "203.0.113.9"),
    (["198.51.100.1, unknown, 10.0.0.8"], "10.0.0.8"),
    (["198.51.100.1, , 203.0.113.9"], "203.0.113.9"),
  ])
  func theLastAddressThatIsNotTrustedCounts(_ headers: [String], _ client: String) throws {
    let address = try Self.address(headers)
    #expect(address.client == client)
    #expect(address.proxy == "10.0.0.7")
  }

  @Test(arguments: [
    [], [""], ["unknown"], ["203.0.113.9, unknown"], ["203.0.113.9,"], ["203.0.113"],
    ["203.0.113.9 198.51.100.1"], ["1.2.3.4\u{1b}[31m"], ["[203.0.113.9"], ["::1%eth0"],
    [String(repeating: "1", count: 8000)],
  ])
  func withoutAnAddressTheProxyCounts(_ headers: [String]) throws {
    #expect(try Self.address(headers).client == "10.0.0.7")
    #expect(try Self.address(headers).proxy == nil)
  }

  @Test(arguments: [
    ("203.0.113.1", ["10.0.0.0/24"]), ("10.0.1.7", ["10.0.0.0/24"]), ("10.0.0.7", []),
  ])
  func othersAreNotBelieved(_ peer: String, _ trusted: [String]) throws {
    let address = try Self.address(["198.51.100.1"], peer: peer, trusted: trusted)
    #expect(address.client == peer)
    #expect(address.proxy == nil)
  }

  @Test func longHeadersEnd() throws {
    let hops = (0..<5000).map { "10.0.0.\($0 % 256)" }.joined(separator: ",")
    #expect(try Self.address(["198.51.100.1,\(hops)"]).client == "10.0.0.\(4984 % 256)")
  }

  @Test(arguments: [
    ("10.0.0.7", "10.0.0.7", true), ("10.0.0.7", "10.0.0.8", false),
    ("10.0.0.0/8", "10.255.1.2", true), ("10.0.0.0/8", "11.0.0.1", false),
    ("10.0.0.0/31", "10.0.0.1", true), ("10.0.0.0/31", "10.0.0.2", false),
    ("0.0.0.0/0", "203.0.113.9", true), ("0.0.0.0/0", "2001:db8::1", false),
    ("::/0", "2001:db8::1", true), ("2001:db8::/33", "2001:db8:7fff::1", true),
    ("2001:db8::/33", "2001:db8:8000::1", false), ("10.0.0.7", "::ffff:10.0.0.7", true),
    ("::ffff:10.0.0.7", "10.0.0.7", true), ("::1", "::1", true),
  ])
  func rangesHoldAddresses(_ range: String, _ address: String, _ isInside: Bool) throws {
    let range = try #require(AddressRange(range))
    #expect(range.contains(try #require(IPAddress(address))) == isInside)
  }

  @Test(arguments: [
    "", "10", "10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/+8", "/8", "localhost",
    "10.0.0.0/8/8", "[::1]", "fe80::1%1", "10.0.0.7 ", "10.0.0.0/99999999999999999999",
  ])
  func othersAreNoRanges(_ text: String) {
    #expect(AddressRange(text) == nil)
  }

  @Test func theClientsOfAProxyTakeTurns() async throws {
    var configuration = APIServer.Configuration()
    configuration.queryLimit = 1
    configuration.trustedProxies = [try #require(AddressRange("127.0.0.1"))]
    let (begun, end) = (Gate(of: 2), Gate(of: 2))
    let order = Order()
    let decide: APIServer.Handler = { request in
      .work(account: "key") {
        if request.path == "/first" {
          await begun.pass()
          await end.pass()
        }
        await order.add(request.path)
        return await echo(path: request.path, query: "")
      }
    }
    try await withServer(configuration, decide: decide) { port, log, server in
      func ask(_ path: String, as client: String) async throws -> Int {
        let head = "GET \(path) HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: \(client)\r\n\r\n"
        return try await send(head, port: port).status
      }
      func waiting(_ count: Int) async -> Bool {
        await eventually { server.metricsText.contains("mpqd_queries_waiting \(count)\n") }
      }
      async let first = ask("/first", as: "203.0.113.1")
      await begun.pass()
      async let second = ask("/many1", as: "203.0.113.1")
      #expect(await waiting(1))
      // The same client under a false name in front of its own.
      async let third = ask("/many2", as: "198.51.100.1, 203.0.113.1")
      #expect(await waiting(2))
      async let fourth = ask("/other", as: "203.0.113.2")
      #expect(await waiting(3))
      await end.pass()
      let statuses = try await [first, second, third, fourth]
      #expect(statuses == [200, 200, 200, 200])
      #expect(await order.paths == ["/first", "/many1", "/other", "/many2"])
      let isLogged = await eventually {
        log.lines.contains {
          $0.contains(" client=203.0.113.2 ") && $0.contains(" proxy=127.0.0.1 ")
        }
      }
      #expect(isLogged, "\(log.lines)")
      #expect(!log.lines.contains { $0.contains("198.51.100.1") })
    }
  }
}

/// The events, in order.
private actor Order {
  private(set) var paths: [String] = []

  func add(_ path: String) { paths.append(path) }
}
