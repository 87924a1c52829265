import MPQAPI
import MPQFiles
import MPQHTTP

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Appends a profile to the file without changing its other text.
struct ProfileAddition {
  /// The place of the new profile's secret.
  enum Source {
    /// The profiles file itself.
    case text(SecretText)
    /// A file with this absolute path.
    case file(String)
    /// The first line of this command's output.
    case command(String)
  }

  private let environment: Environment
  private let name: String
  private let host: String
  private let api: Profile.API

  /// Checks everything but the secret, before the user is asked for it.
  init(
    name: String, host: String, api: Profile.API, environment: Environment = .process
  ) throws(ProfileError) {
    guard Profile.isName(name) else { throw .wrongName(name) }
    guard Profile.isHost(host), (try? BaseURL(host)) != nil else { throw .wrongHost }
    switch api {
    case .signed(let key): guard Profile.isKey(key) else { throw .wrongKey }
    case .query(let account):
      guard account.username.map(QueryLogin.isUsername) ?? true else { throw .wrongUsername }
    }
    self.environment = environment
    self.name = name
    self.host = host
    self.api = api
    _ = try current()
  }

  /// The file as it is now; it has no profile of this name.
  private func current() throws(ProfileError) -> (file: ProfileFile, profiles: Profiles) {
    let file = try ProfileFile(environment)
    let profiles = try file.profiles()
    guard !profiles.names.contains(name) else { throw .exists(name: name, path: file.path) }
    return (file, profiles)
  }

  /// Writes the file, readable only by its owner.
  ///
  /// Concurrent additions wait for one another, so that none is lost.
  ///
  /// - Parameter source: The place of the secret.
  /// - Returns: The path of the file, and whether the new profile is the default.
  /// - Throws: ``ProfileError``; the file is then unchanged.
  func write(_ source: Source) throws(ProfileError) -> (path: String, isDefault: Bool) {
    if case .text(let text) = source, text.secret == nil {
      throw .notSecret(place: "what was given")
    }
    let path = ProfileFile.path(in: environment)
    func failure(_ error: SystemError) -> ProfileError {
      .unwritable(
        path: path,
        cause: error.code == EWOULDBLOCK ? "another program is changing it" : error.text)
    }
    do throws(SystemError) {
      try FileSystem.makeFolder(FileSystem.folder(of: path))
    } catch {
      throw failure(error)
    }
    let isDefault = try FileSystem.update(path, failure: failure) { _ throws(ProfileError) in
      let (file, profiles) = try current()
      let text = text(with: source, in: file, profiles)
      // Appended text may become part of an earlier construct, which only the parser can tell.
      guard text.utf8.count <= ProfileFile.byteLimit,
        let changed = try? file.replacing(text).profiles(),
        changed.names == (profiles.names + [name]).sorted()
      else { throw .cannotAppend(name: name, path: path) }
      return (Array(text.utf8), becomesDefault(in: profiles))
    }
    return (path, isDefault)
  }

  private func becomesDefault(in profiles: Profiles) -> Bool {
    profiles.all.isEmpty && profiles.defaultName ?? name == name
  }

  private func text(
    with source: Source, in file: ProfileFile, _ profiles: Profiles
  ) -> String {
    var text = file.text
    if !text.isEmpty && text.utf8.last != UInt8(ascii: "\n") { text += "\n" }
    if becomesDefault(in: profiles) && profiles.defaultName == nil {
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
    let lines = ["[profile.\(name)]"] + server + [secret]
    return lines.map { $0 + "\n" }.joined()
  }

  /// The lines of the server and the project.
  private var server: [String] {
    let hostLine = "host = \(TOMLText.quoted(host))"
    switch api {
    case .signed(let key): return [hostLine, "key = \(TOMLText.quoted(key))"]
    case .query(let account):
      let place = account.region.map { "region = \(TOMLText.quoted($0.rawValue))" } ?? hostLine
      let rest = [
        account.projectID.map { "project_id = \($0)" },
        account.username.map { "username = \(TOMLText.quoted($0))" },
        account.workspaceID.map { "workspace_id = \($0)" },
        account.callsPerHour.map { "calls_per_hour = \($0)" },
      ]
      return ["api = \"query\"", place] + rest.compactMap(\.self)
    }
  }
}

extension ProfileAddition.Source {
  /// The file at `path`, relative to the working directory, after checking that it has a secret.
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
