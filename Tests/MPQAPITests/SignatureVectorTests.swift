import Foundation
import Testing

@testable import MPQAPI

/// Signatures from other implementations.
struct SignatureVectorTests {
  struct Vector: CustomTestStringConvertible, Sendable {
    let name: String
    let items: [QueryItem]
    let joined: String
    let secret: String
    let signature: String
    let wire: String?

    var testDescription: String { name }
  }

  static let file: JSONValue = {
    let path = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Vectors/signatures.json")
    guard let data = try? Data(contentsOf: path), let json = try? JSONReader.read(Array(data))
    else { return .null }
    return json
  }()

  static let vectors: [Vector] = elements("vectors").map { vector in
    Vector(
      name: text(vector["name"]), items: items(vector["params"]), joined: text(vector["joined"]),
      secret: text(vector["secret"]), signature: text(vector["sig"]),
      wire: vector["wire"].map { text($0) })
  }

  @Test(arguments: vectors)
  func signs(_ vector: Vector) throws {
    let secret = try #require(Secret(vector.secret))
    let joined = Signature.joinedText(vector.items)
    #expect(Array(joined.utf8) == Array(vector.joined.utf8))
    #expect(Signature.text(of: joined, secret: secret) == vector.signature)
    #expect(Signature.isValid(vector.signature, of: joined, secret: secret))
    #expect(!Signature.isValid(String(vector.signature.dropLast()), of: joined, secret: secret))
  }

  @Test(arguments: vectors.filter { $0.wire != nil })
  func decodesTheWire(_ vector: Vector) throws {
    let wire = try #require(vector.wire)
    // A query string may not contain NUL.
    guard !vector.joined.utf8.contains(0) else {
      #expect(throws: QueryCodec.Problem.badText) { try QueryCodec.decode(wire) }
      return
    }
    let items = try QueryCodec.decode(wire)
    #expect(Array(Signature.joinedText(items).utf8) == Array(vector.joined.utf8))
    #expect(try QueryCodec.decode(QueryCodec.encode(items)) == items)
  }

  @Test(arguments: elements("ambiguousPairs").map { text($0["name"]) })
  func pairsSignAlike(_ name: String) throws {
    let pair = try #require(Self.elements("ambiguousPairs").first { Self.text($0["name"]) == name })
    let secret = try #require(Secret(Self.text(pair["secret"])))
    for side in ["a", "b"] {
      let joined = Signature.joinedText(Self.items(pair[side]))
      #expect(Signature.text(of: joined, secret: secret) == Self.text(pair["sig"]))
    }
  }

  @Test func thereAreTwentyOneVectors() {
    #expect(Self.vectors.count == 21)
  }

  static func elements(_ name: String) -> [JSONValue] {
    guard case .array(let elements) = file[name] else { return [] }
    return elements
  }

  static func text(_ json: JSONValue?) -> String {
    guard case .text(let text) = json else { return "" }
    return text
  }

  static func items(_ json: JSONValue?) -> [QueryItem] {
    guard case .object(let members) = json else { return [] }
    return members.map { QueryItem($0.name, text($0.value)) }
  }
}
