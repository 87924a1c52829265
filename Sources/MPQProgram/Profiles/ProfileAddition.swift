import MPQFiles
import MPQHTTP

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Adds a profile at the end of the file, whose text stays as it is.
struct ProfileAddition {
  /// Where the new profile's secret will be.
  enum Source {
    /// In the file itself.
    case text(SecretText)
    /// In the file at this absolute path.
    case file(String)
    /// In the first line that this command writes.
    case command(String)
  }

  private let file: ProfileFile
  private let profiles: Profiles
  private let name: String
  private let host: String
  private let key: String

  /// Checks everything but the secret, before anybody is asked for it.
  init(
    name: String, host: String, key: String, environment: Environment = .process
  ) throws(ProfileError) {
    guard Profile.isName(name) else { throw .wrongName(name) }
    guard Profile.isHost(host), (try? BaseURL(host)) != nil else { throw .wrongHost }
    guard Profile.isKey(key) else { throw .wrongKey }
    file = try ProfileFile(environment)
    profiles = try file.profiles()
    guard !profiles.names.contains(name) else { throw .exists(name: name, path: file.path) }
    self.name = name
    self.host = host
    self.key = key
  }

  /// Whether it will be the default.
  var isDefault: Bool { profiles.all.isEmpty && profiles.defaultName ?? name == name }

  /// Writes the file, for its owner alone.
  ///
  /// - Parameter source: Where the secret is.
  /// - Returns: The path of the file.
  /// - Throws: ``ProfileError``; the file is then as it was.
  func write(_ source: Source) throws(ProfileError) -> String {
    if case .text(let text) = source, text.secret == nil {
      throw .notSecret(place: "what was given")
    }
    let text = text(with: source)
    // What stands at the end of a file can belong to what stands before it, in ways that only the
    // parser knows.
    guard text.utf8.count <= ProfileFile.byteLimit,
      let changed = try? file.replacing(text).profiles(),
      changed.names == (profiles.names + [name]).sorted()
    else { throw .cannotAppend(name: name, path: file.path) }
    do throws(SystemError) {
      if let slash = file.path.lastIndex(of: "/") {
        try FileSystem.makeFolder(String(file.path[..<slash]))
      }
      try FileSystem.writeAtomically(Array(text.utf8), to: file.path, mode: 0o600)
    } catch {
      throw .unwritable(path: file.path, cause: error.text)
    }
    return file.path
  }

  private func text(with source: Source) -> String {
    var text = file.text
    if !text.isEmpty && text.utf8.last != UInt8(ascii: "\n") { text += "\n" }
    if isDefault && profiles.defaultName == nil {
      let line = "default = \(TOMLText.quoted(name))\n"
      // Below a table's header the line would belong to that table.
      text = text.contains("[") ? line + text : text + line
    }
    if !text.isEmpty { text += "\n" }
    return text + block(source)
  }

  private func block(_ source: Source) -> String {
    let secret =
      switch source {
      case .text(let text): "secret = \(text.quoted)"
      case .file(let path): "secret_file = \(TOMLText.quoted(path))"
      case .command(let command): "secret_command = \(TOMLText.quoted(command))"
      }
    return """
      [profile.\(name)]
      host = \(TOMLText.quoted(host))
      key = \(TOMLText.quoted(key))
      \(secret)

      """
  }
}

extension ProfileAddition.Source {
  /// The file at `path`, seen from the working folder, once it is known to hold a secret.
  static func checkedFile(_ path: String) throws(ProfileError) -> Self {
    _ = try Profile.secret(inFile: path)
    guard !path.hasPrefix("/") else { return .file(path) }
    guard let folder = getcwd(nil, 0) else {
      throw .unreadable(path: ".", cause: SystemError.last.text)
    }
    defer { free(folder) }
    return .file("\(String(cString: folder))/\(path)")
  }
}
