/// The project that names and a history are kept for, as the files in the user's folders know it.
package struct KeptProject: Equatable, Sendable {
  /// What its files are called; safe in any folder.
  package let fileName: String
  /// The server, or what stands for it.
  package let host: String
  /// The project's key; never its secret.
  package let key: String

  /// The project of the profile `name`, which is made of ASCII letters, digits, `_` and `-`.
  package static func profile(_ name: String, host: String, key: String) -> Self {
    Self(fileName: isPlain(name) ? name : "@profile-\(digest([name]))", host: host, key: key)
  }

  /// The project that the environment names.
  package static func environment(host: String, key: String) -> Self {
    Self(fileName: "@environment-\(digest([host, key]))", host: host, key: key)
  }

  /// The demo project.
  package static var demo: Self { Self(fileName: "@demo", host: "@demo", key: "") }

  /// A project's file; its `path` is absolute, so that it means the same in every folder.
  package static func local(path: String) -> Self {
    Self(fileName: "@local-\(digest([path]))", host: "@local", key: path)
  }

  /// Whether `name` may be a profile's, and so cannot be one of the others or a path.
  private static func isPlain(_ name: String) -> Bool {
    (1...64).contains(name.utf8.count)
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }

  /// Sixteen hexadecimal digits (FNV-1a) for names of any length.
  ///
  /// Two projects may share them; each file of names says itself whose it is.
  private static func digest(_ parts: [String]) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for part in parts {
      for byte in Array(part.utf8) + [0] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
