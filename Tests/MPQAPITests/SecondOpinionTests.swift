import Foundation
import Testing

@testable import MPQAPI

/// A hundred thousand random requests, signed here and by Python's hashlib.
struct SecondOpinionTests {
  @Test func signaturesAgree() throws {
    let script = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Oracle/sign.py")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", script.path(), "--seed", "7", "--count", "100000"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)

    var count = 0
    for line in Array(output).split(separator: UInt8(ascii: "\n")) {
      let json = try JSONReader.read(line)
      let items = SignatureVectorTests.items(json["params"])
      let secret = Secret(bytes: Array(SignatureVectorTests.text(json["secret"]).utf8))
      let joined = Signature.joinedText(items)
      let agrees =
        joined.utf8.elementsEqual(SignatureVectorTests.text(json["joined"]).utf8)
        && Signature.text(of: joined, secret: secret) == SignatureVectorTests.text(json["sig"])
      if !agrees {
        Issue.record("not the same signature: \(String(decoding: line, as: UTF8.self))")
      }
      count += 1
    }
    #expect(count == 100_000)
  }
}
