import Foundation
import Synchronization

/// A server on a free port that answers one request of each connection and hangs up.
final class CannedServer: Sendable {
  let port: Int
  private let listener: Int32
  private let received = Mutex<[String]>([])

  /// Serves `bytes`; with `isSilent` it reads the request and sends nothing.
  convenience init(_ bytes: String, isSilent: Bool = false) throws {
    try self.init { _ in isSilent ? nil : bytes }
  }

  /// Serves what `answer` makes of a request; with `nil` it sends nothing.
  init(answer: @escaping @Sendable (String) -> String?) throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(listener, address, size) == 0 && listen(listener, 16) == 0
          && getsockname(listener, address, &size) == 0
      }
    }
    guard isBound else { throw POSIXError(.EADDRINUSE) }
    port = Int(UInt16(bigEndian: address.sin_port))
    Thread.detachNewThread { [self] in serve(answer) }
  }

  /// An answer with a status line, a JSON type, and the right length.
  convenience init(status: Int, body: String) throws {
    try self.init(Self.answer(status: status, body: body))
  }

  static func answer(status: Int, body: String, type: String = "application/json") -> String {
    "HTTP/1.1 \(status) Status\r\nContent-Type: \(type)\r\n"
      + "Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
  }

  /// Stops listening.
  func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

  var requests: [String] { received.withLock(\.self) }

  var environment: [String: String] {
    Server.credentials.merging(["MPQ_HOST": "http://127.0.0.1:\(port)"]) { $1 }
  }

  private func serve(_ answer: (String) -> String?) {
    while true {
      let connection = accept(listener, nil, nil)
      guard connection >= 0 else {
        close(listener)
        return
      }
      let request = Self.request(from: connection)
      received.withLock { $0.append(request) }
      if let bytes = answer(request) {
        _ = Array(bytes.utf8).withUnsafeBytes {
          send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
      } else {
        // Until the client gives up.
        var byte: UInt8 = 0
        _ = read(connection, &byte, 1)
      }
      close(connection)
    }
  }

  /// The next request, with its body.
  private static func request(from connection: Int32) -> String {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(connection, &chunk, chunk.count)
      guard count > 0 else { break }
      bytes += chunk[..<count]
      let text = String(decoding: bytes, as: UTF8.self)
      guard let end = text.firstRange(of: "\r\n\r\n") else { continue }
      let length = text.firstMatch(of: /\r\nContent-Length: (\d+)/).flatMap { Int($0.1) } ?? 0
      if text[end.upperBound...].utf8.count >= length { break }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
