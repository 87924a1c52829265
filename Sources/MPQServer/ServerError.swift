internal import NIOCore

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Why a server cannot listen.
package enum ServerError: Error, Equatable, Sendable {
  /// Another process listens there.
  case portTaken(host: String, port: Int)
  /// The host is not an address of this machine, or the port is not permitted.
  case cannotListen(host: String, port: Int, cause: String)

  init(_ error: any Error, host: String, port: Int) {
    if let error = error as? IOError, error.errnoCode == EADDRINUSE {
      self = .portTaken(host: host, port: port)
    } else if error is SocketAddressError || error is SocketAddressError.UnknownHost {
      self = .cannotListen(host: host, port: port, cause: "unknown host")
    } else if let error = error as? IOError {
      self = .cannotListen(host: host, port: port, cause: Self.text(of: error.errnoCode))
    } else {
      self = .cannotListen(host: host, port: port, cause: "\(error)")
    }
  }

  private static func text(of code: Int32) -> String {
    switch code {
    case EACCES: "ports below 1024 need administrator rights"
    case EADDRNOTAVAIL: "not an address of this machine"
    default: "system error \(code)"
    }
  }
}
