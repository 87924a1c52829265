import MPQAPI

/// The identity of a project in the user's files of names and history.
package struct KeptProject: Equatable, Sendable {
  /// The name of its files; safe in any folder.
  package let fileName: String
  /// The server, or a placeholder for it.
  package let host: String
  /// The project's key; never its secret.
  package let key: String

  /// The project of the profile `name`, which is made of ASCII letters, digits, `_` and `-`.
  package static func profile(_ name: String, host: String, key: String) -> Self {
    Self(
      fileName: name.isPlainName(signs: "_-") ? name : "@profile-\(digest([name]))", host: host,
      key: key)
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

  /// Sixteen hexadecimal digits (FNV-1a) for names of any length.
  ///
  /// Two projects may share them; each file of names states its project.
  private static func digest(_ parts: [String]) -> String {
    var hash = FNV1a()
    for part in parts {
      hash.add(part.utf8)
      hash.add(0)
    }
    return String(hash.hash, radix: 16).zeroPadded(to: 16)
  }
}
