import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A blocking connection to a server on this machine, byte for byte what a test writes.
final class Connection: Sendable {
  /// An answer, read as far as its Content-Length or its chunks go.
  struct Answer: Equatable {
    var status: Int
    /// Names in lower case.
    var headers: [String: String]
    var body: String
  }

  /// The other side ended the connection, or was silent for ten seconds.
  struct Ended: Error {}

  private let descriptor: Int32
  private let unread = Mutex<[UInt8]>([])

  /// Connects to `port` of 127.0.0.1.
  init(port: Int) throws {
    #if canImport(Glibc)
      descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    var patience = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let status = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0 else { throw Ended() }
  }

  deinit { close(descriptor) }

  /// Sends `text` unchanged.
  func send(_ text: String) throws {
    try send(Array(text.utf8))
  }

  /// Sends `bytes` as they are.
  func send(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        #if canImport(Glibc)
          Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        #else
          Darwin.send(descriptor, $0.baseAddress, $0.count, 0)
        #endif
      }
      guard count > 0 else { throw Ended() }
      rest = rest.dropFirst(count)
    }
  }

  /// Shuts down the sending side.
  func finishSending() {
    #if canImport(Glibc)
      shutdown(descriptor, Int32(SHUT_WR))
    #else
      shutdown(descriptor, SHUT_WR)
    #endif
  }

  /// Sends a GET of `target`.
  func get(_ target: String, host: String = "127.0.0.1") throws {
    try send("GET \(target) HTTP/1.1\r\nHost: \(host)\r\n\r\n")
  }

  /// Reads the next answer.
  func answer() throws -> Answer {
    try unread.withLock { unread in
      let lines = try head(&unread).split(separator: "\r\n").map(String.init)
      let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
      guard let status else { throw Ended() }
      var headers: [String: String] = [:]
      for line in lines.dropFirst() {
        let parts = line.split(separator: ":", maxSplits: 1)
        headers[parts[0].lowercased()] = String(parts[1].drop { $0 == " " })
      }
      if headers["transfer-encoding"] == "chunked" {
        let body = String(decoding: try chunks(&unread), as: UTF8.self)
        return Answer(status: status, headers: headers, body: body)
      }
      let length = headers["content-length"].flatMap { Int($0) } ?? 0
      while unread.count < length { unread += try receive() }
      let body = String(decoding: unread[..<length], as: UTF8.self)
      unread.removeFirst(length)
      return Answer(status: status, headers: headers, body: body)
    }
  }

  /// Waits for the first bytes of an answer.
  func waitForAnswer() throws {
    try unread.withLock { unread in
      if unread.isEmpty { unread += try receive() }
    }
  }

  /// Whether the other side ends the connection without sending more.
  func isEnded() -> Bool {
    unread.withLock { unread in
      do {
        if unread.isEmpty { unread += try receive() }
        return false
      } catch {
        return true
      }
    }
  }

  private func head(_ unread: inout [UInt8]) throws -> String {
    let end = Array("\r\n\r\n".utf8)
    var start = 0
    while true {
      while start + end.count <= unread.count {
        if unread[start..<(start + end.count)].elementsEqual(end) {
          let head = String(decoding: unread[..<start], as: UTF8.self)
          unread.removeFirst(start + end.count)
          return head
        }
        start += 1
      }
      unread += try receive()
    }
  }

  /// Reads chunks up to the empty one.
  private func chunks(_ unread: inout [UInt8]) throws -> [UInt8] {
    var body: [UInt8] = []
    var start = 0
    while true {
      var end = start
      while true {
        while unread.count < end + 2 { unread += try receive() }
        if unread[end] == 0x0d && unread[end + 1] == 0x0a { break }
        end += 1
      }
      let text = String(decoding: unread[start..<end], as: UTF8.self)
      guard let size = Int(text, radix: 16) else { throw Ended() }
      while unread.count < end + 2 + size + 2 { unread += try receive() }
      body += unread[(end + 2)..<(end + 2 + size)]
      start = end + 2 + size + 2
      if start > 1 << 20 || size == 0 {
        unread.removeFirst(start)
        start = 0
      }
      guard size > 0 else { return body }
    }
  }

  private func receive() throws -> ArraySlice<UInt8> {
    var chunk = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &chunk, chunk.count, 0)
    guard count > 0 else { throw Ended() }
    return chunk[..<count]
  }
}
