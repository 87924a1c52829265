import Foundation
import MPQAPI
import MPQHTTP
import Testing

/// Whose encryption is trusted.
@Suite(.timeLimit(.minutes(1)), .enabled(if: Certificate.canBeMade, "openssl is not installed"))
struct TrustTests {
  private func error(
    _ certificate: Certificate, host: String = "127.0.0.1", caFile: String?
  ) async throws -> TransportError {
    let server = try await HostileServer("echo", certificate: certificate)
    var options = patient
    options.caFile = caFile
    let error = try await failure(from: server.base(scheme: "https", host: host), options)
    #expect(await server.stop().isEmpty)
    guard case .untrusted(host: "\(host):\(server.port)", _) = error else { throw error }
    return error
  }

  @Test func aCertificateThatIsTrustedGetsTheRequest() async throws {
    let certificate = try Certificate()
    let server = try await HostileServer("echo", certificate: certificate)
    var options = patient
    options.caFile = certificate.file
    for _ in 0..<2 {
      let seen = try Echo(await answer(from: server.base(scheme: "https"), options))
      #expect(seen.connection == 1)
    }
  }

  @Test func anUnknownCertificateIsRefused() async throws {
    let error = try await error(Certificate(), caFile: nil)
    #expect(
      error.cause?.contains("self-signed") == true || error.cause?.contains("self signed") == true)
  }

  @Test func theCertificateOfAnotherNameIsRefused() async throws {
    let certificate = try Certificate()
    let error = try await error(certificate, host: "localhost", caFile: certificate.file)
    #expect(error.cause?.contains("localhost") == true)
  }

  @Test func anExpiredCertificateIsRefused() async throws {
    let certificate = try Certificate(isExpired: true)
    let error = try await error(certificate, caFile: certificate.file)
    #expect(error.cause?.contains("expired") == true)
  }

  @Test func aFileWithoutCertificatesIsNamedAsTheCause() async throws {
    let certificate = try Certificate()
    for file in [certificate.file + ".missing", certificate.keyFile] {
      let error = try await error(certificate, caFile: file)
      #expect(error.cause == "the given file of certificates cannot be read")
    }
  }

  @Test func anAnswerWithoutEncryptionIsNamedAsTheCause() async throws {
    let server = try await HostileServer("no_http")
    let error = try await failure(from: server.base(scheme: "https"))
    #expect(error.cause == "what answers there does not speak TLS; is it an http:// address?")
  }
}
