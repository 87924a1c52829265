import Foundation
import TestSupport

/// A self-signed certificate for 127.0.0.1, made by openssl, in a temporary folder.
final class Certificate: Sendable {
  /// Whether openssl is installed.
  static let canBeMade = (try? run(["version"])) == 0

  /// The certificate's path.
  let file: String
  /// The path of its key.
  let keyFile: String
  private let folder: TemporaryFolder

  /// Creates a certificate.
  init(isExpired: Bool = false) throws {
    folder = try TemporaryFolder()
    let current = folder.path("certificate.pem")
    let expired = folder.path("expired.pem")
    file = isExpired ? expired : current
    keyFile = folder.path("key.pem")
    try Self.check([
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
      "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
      "-keyout", keyFile, "-out", current,
    ])
    guard isExpired else { return }
    // Only this command takes a number of days below zero.
    try Self.check(["x509", "-in", current, "-signkey", keyFile, "-days", "-1", "-out", expired])
  }

  private struct Failure: Error {}

  private static func check(_ arguments: [String]) throws {
    guard try run(arguments) == 0 else { throw Failure() }
  }

  private static func run(_ arguments: [String]) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["openssl"] + arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }
}
