import Foundation
import MPQHTTP
import MPQProjects
import TestSupport
import Testing

@testable import MPQClickHouse
@testable import MPQStore

/// Addresses and credentials of projects on ClickHouse.
struct AddressTests {
  @Test(arguments: [
    ("clickhouse://127.0.0.1/shop", ["http://127.0.0.1:8123"], nil as String?),
    ("clickhouse://localhost:9000/shop_1", ["http://localhost:9000"], nil),
    ("clickhouse://[::1]/shop", ["http://[::1]:8123"], nil),
    ("clickhouse://[::1]:81/shop", ["http://[::1]:81"], nil),
    ("clickhouses://db.example.com/shop", ["https://db.example.com:8443"], nil),
    ("clickhouse://db.example.com/shop?secure", ["https://db.example.com:8443"], nil),
    ("clickhouse://a:1/shop?allow-http", ["http://a:1"], nil),
    ("clickhouses://a,b:9/shop?cluster=stats", ["https://a:8443", "https://b:9"], "stats"),
  ])
  func reads(_ text: String, _ hosts: [String], _ cluster: String?) throws {
    let address = try ClickHouseAddress(text)
    #expect(address.hosts.map(\.description) == hosts)
    #expect(address.cluster == cluster)
    #expect(ClickHouseAddress.isOne(text))
  }

  @Test(arguments: [
    ("clickhouse://user:pass@127.0.0.1/shop", "MPQ_CLICKHOUSE_USER"),
    ("clickhouse://127.0.0.1", "/database"),
    ("clickhouse://127.0.0.1/", "/database"),
    ("clickhouse://127.0.0.1/a/b", "/database"),
    ("clickhouse://127.0.0.1/a;b", "/database"),
    ("clickhouse:///shop", "invalid host"),
    ("clickhouse://127.0.0.1:0/shop", "invalid host"),
    ("clickhouse://db.example.com/shop", "clickhouses://"),
    ("clickhouse://127.0.0.1,localhost/shop", "?cluster=name"),
    ("clickhouse://127.0.0.1/shop?cluster=", "unknown option"),
    ("clickhouse://127.0.0.1/shop?password=x", "unknown option"),
    ("clickhouse://127.0.0.1/shop?secure=no", "unknown option"),
  ])
  func refuses(_ text: String, _ hint: String) {
    let error = #expect(throws: StoreError.self) { try ClickHouseAddress(text) }
    #expect(error?.message.contains(hint) == true, "\(error?.message ?? "")")
    #expect(error?.message.contains("pass@") == false)
  }

  @Test func pathsAreFiles() throws {
    for path in ["shop.mpqdb", "./clickhouse://a/b", "http://a"] {
      guard case .file(path) = try ProjectLocation(path, variable: { _ in nil }) else {
        Issue.record("\(path) is no file")
        continue
      }
    }
  }

  @Test func otherShardsListenOnTheSamePort() throws {
    let address = try ClickHouseAddress("clickhouses://a:91/shop?cluster=c")
    #expect(try address.base(ofHost: "b").description == "https://b:91")
    #expect(try address.base(ofHost: "fe80::1").description == "https://[fe80::1]:91")
  }

  @Test func passwordsStayHidden() throws {
    let variables = ["MPQ_CLICKHOUSE_USER": "me", "MPQ_CLICKHOUSE_PASSWORD": "hush hush"]
    let login = try ClickHouseLogin { variables[$0] }
    #expect(login.headers == ["X-ClickHouse-User: me", "X-ClickHouse-Key: hush hush"])
    var dumped = ""
    dump(login, to: &dumped)
    for text in ["\(login)", String(reflecting: login), dumped] {
      #expect(!text.contains("hush"))
    }
    #expect(try ClickHouseLogin { _ in nil }.headers == ["X-ClickHouse-User: default"])
    #expect(throws: StoreError.self) {
      try ClickHouseLogin { $0 == "MPQ_CLICKHOUSE_PASSWORD" ? "a\r\nb: c" : nil }
    }
  }

  @Test func passwordFilesMustBePrivate() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Array("from a file\n".utf8), to: "password")
    let variables = ["MPQ_CLICKHOUSE_PASSWORD_FILE": path]
    chmod(path, 0o644)
    let error = #expect(throws: StoreError.self) { try ClickHouseLogin { variables[$0] } }
    #expect(error?.message.contains("chmod 600") == true)
    chmod(path, 0o600)
    #expect(try ClickHouseLogin { variables[$0] }.headers.last == "X-ClickHouse-Key: from a file")
  }
}
