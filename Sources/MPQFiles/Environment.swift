#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The process's environment, and the directories that depend on it.
package struct Environment: Sendable {
  private let lookUp: @Sendable (String) -> String?

  /// The environment of this process.
  ///
  /// If HOME is not set, it is the user's home directory in the system's database.
  package static let process = Environment { name in
    let value = getenv(name).map { String(cString: $0) }
    guard name == "HOME", value?.isEmpty ?? true else { return value }
    return getpwuid(getuid()).flatMap(\.pointee.pw_dir).map { String(cString: $0) }
  }

  /// Creates an environment with only `variables`.
  package init(_ variables: [String: String]) {
    lookUp = { variables[$0] }
  }

  private init(lookUp: @escaping @Sendable (String) -> String?) {
    self.lookUp = lookUp
  }

  /// The value of `name`; `nil` if it is not set or empty.
  package subscript(name: String) -> String? {
    guard let value = lookUp(name), !value.isEmpty else { return nil }
    return value
  }

  /// The value of `name`, which may be empty; `nil` if it is not set.
  package func valueIfSet(_ name: String) -> String? { lookUp(name) }

  /// The directory of the profiles.
  package var configurationFolder: String { folder("XDG_CONFIG_HOME", ".config") }

  /// The directory of files that can be recreated.
  package var cacheFolder: String { folder("XDG_CACHE_HOME", ".cache") }

  /// The directory of histories.
  package var stateFolder: String { folder("XDG_STATE_HOME", ".local/state") }

  /// Whether the locale's encoding is UTF-8; without a locale it is ASCII, as in POSIX.
  package var isUTF8: Bool {
    let locale = self["LC_ALL"] ?? self["LC_CTYPE"] ?? self["LANG"] ?? ""
    // A modifier may follow, as in de_DE.UTF-8@euro.
    let codeset = locale.lowercased().split(separator: "@").first ?? ""
    return ["utf-8", "utf8"].contains { codeset.hasSuffix($0) }
  }

  /// `path` with a `~/` at its start replaced by the home directory.
  package func expandingHome(_ path: String) -> String {
    guard path.hasPrefix("~/"), let home = self["HOME"] else { return path }
    return home + path.dropFirst()
  }

  // According to the XDG rules, a relative path is ignored.
  private func folder(_ variable: String, _ standard: String) -> String {
    if let path = self[variable], path.hasPrefix("/") { return "\(path)/mpq" }
    return "\(self["HOME"] ?? ".")/\(standard)/mpq"
  }
}
