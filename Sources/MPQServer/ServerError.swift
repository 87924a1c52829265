internal import NIOCore

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Why a server does not listen.
package enum ServerError: Error, Equatable, Sendable {
  /// Somebody else listens there.
  case portTaken(host: String, port: Int)
  /// The host is not one of this machine, or the port is not for us.
  case cannotListen(host: String, port: Int, cause: String)

  init(_ error: any Error, host: String, port: Int) {
    if let error = error as? IOError, error.errnoCode == EADDRINUSE {
      self = .portTaken(host: host, port: port)
    } else if error is SocketAddressError || error is SocketAddressError.UnknownHost {
      self = .cannotListen(host: host, port: port, cause: "the host has no address")
    } else if let error = error as? IOError {
      self = .cannotListen(host: host, port: port, cause: Self.text(of: error.errnoCode))
    } else {
      self = .cannotListen(host: host, port: port, cause: "\(error)")
    }
  }

  private static func text(of code: Int32) -> String {
    switch code {
    case EACCES: "ports below 1024 are for the administrator"
    case EADDRNOTAVAIL: "the address is not one of this machine"
    default: "the system says error \(code)"
    }
  }
}
