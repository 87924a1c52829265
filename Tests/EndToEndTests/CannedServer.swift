import Foundation
import Synchronization

/// A server on a free port that answers every connection with the same bytes and hangs up.
final class CannedServer: Sendable {
  let port: Int
  private let listener: Int32
  private let received = Mutex<[String]>([])

  /// Serves `bytes`; with `isSilent` it reads the request and sends nothing.
  init(_ bytes: String, isSilent: Bool = false) throws {
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
    Thread.detachNewThread { [self] in serve(bytes, isSilent) }
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

  private func serve(_ bytes: String, _ isSilent: Bool) {
    while true {
      let connection = accept(listener, nil, nil)
      guard connection >= 0 else {
        close(listener)
        return
      }
      var buffer = [UInt8](repeating: 0, count: 65_536)
      let count = read(connection, &buffer, buffer.count)
      let request = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
      received.withLock { $0.append(request) }
      if isSilent {
        // Until the client gives up.
        _ = read(connection, &buffer, buffer.count)
      } else {
        _ = Array(bytes.utf8).withUnsafeBytes {
          send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
      }
      close(connection)
    }
  }
}
