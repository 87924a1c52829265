import MPQ
import MPQAPI
import MPQConsole
import MPQFiles

extension ProgramError {
  /// The failure to find or to add a profile.
  init(_ error: ProfileError) {
    self.init(error.message, hint: error.hint)
  }
}

/// The messages of failures.
extension ProfileError {
  /// The message, without a full stop.
  var message: String {
    switch self {
    case .unreadable(let path, let cause): "cannot read \(visible(path)): \(cause)"
    case .notText(let path): "\(visible(path)) is not UTF-8 text"
    case .notTOML(let path, let line, let column):
      "\(visible(path)):\(line):\(column): invalid TOML"
    case .unknownKey(let path, let table, let key, _):
      "\(Self.place(path, table)) has an unknown key '\(visible(key))'"
    case .wrongValue(let path, let table, let key, let expected):
      "\(Self.place(path, table)): '\(visible(key))' must be \(expected)"
    case .exclusive(let place, let first, let second):
      "\(visible(place)): '\(first)' and '\(second)' exclude each other"
    case .missingKey(let path, let table, let key):
      "\(Self.place(path, table)) has no '\(key)'"
    case .secretCount(let path, let table, let found):
      found.isEmpty
        ? "\(Self.place(path, table)) does not say where the secret is"
        : "\(Self.place(path, table)) has more than one secret: \(Self.list(found))"
    case .untrusted(let path, let fault): fault.text(visible(path))
    case .nothingConfigured: "there is no project to ask"
    case .noDefault(let names):
      "none of the profiles \(Self.list(names)) is the default"
    case .unknownProfile(let name, let path, let isDefault, _):
      isDefault
        ? "\(visible(path)): the default is \"\(visible(name))\", which is not a profile"
        : "there is no profile \"\(visible(name))\" in \(visible(path))"
    case .missingVariable(let name, let other): "\(other) is set, but \(name) is not"
    case .hostVariableAlone: "MPQ_HOST is set, but MPQ_API_KEY and MPQ_API_SECRET are not"
    case .wrongVariable(let name, let expected): "\(name) is not \(expected)"
    case .notSecret(let place): "\(visible(place)) is not a secret"
    case .command(let title, let failure): "the secret_command of \(title) \(failure.text)"
    case .wrongName(let name): "invalid profile name \"\(visible(name))\""
    case .wrongHost: "invalid host"
    case .wrongKey: "invalid key"
    case .wrongUsername: "invalid user name"
    case .emptyOption(let name): "\(name) is empty"
    case .exists(let name, let path):
      "profile \"\(name)\" already exists in \(visible(path))"
    case .cannotAppend(let name, let path):
      "cannot add [profile.\(name)] to \(visible(path)) because of its syntax"
    case .unwritable(let path, let cause): "cannot write \(visible(path)): \(cause)"
    case .nothingTyped: "no secret on standard input"
    }
  }

  /// The hint.
  var hint: String? {
    switch self {
    case .unreadable, .unwritable: nil
    case .notText: "save it as UTF-8"
    case .notTOML: "write: key = \"value\", below [profile.NAME]"
    case .unknownKey(_, let table, let key, let suggestion):
      Self.hint(unknownKey: key, in: table, suggestion: suggestion)
    case .wrongValue: nil
    case .exclusive: "keep one of them"
    case .missingKey(_, _, let key): Self.hint(missingKey: key)
    case .secretCount(_, _, let found):
      found.isEmpty
        ? "write secret_command = \"pass show NAME\", secret_file = \"PATH\" or secret = \"...\""
        : "keep one of them"
    case .untrusted(let path, let fault): fault.hint(path)
    case .nothingConfigured:
      "try: mpq --demo -e 'top events'; or type: mpq profile add NAME --host HOST --key KEY; "
        + "or set MPQ_API_KEY and MPQ_API_SECRET; 'mpq help profile' shows what Mixpanel takes"
    case .noDefault: "choose one with --profile NAME, or add default = \"NAME\" to the file"
    case .unknownProfile(_, _, _, let suggestion):
      suggestion.map { "did you mean \"\($0)\"?" } ?? "type: mpq profile list"
    case .missingVariable(let name, let other):
      "set \(name), or unset \(other), or choose a profile with --profile NAME"
    case .hostVariableAlone:
      "set them too (MPQ_HOST never changes a profile), or unset it, or choose a profile with "
        + "--profile NAME"
    case .wrongVariable: nil
    case .notSecret:
      "a secret is one line of 1 to \(Secret.byteLimit) bytes without blanks"
    case .command(_, let failure): failure.hint
    case .wrongName: "a name is 1 to 64 letters, digits, '_' and '-'"
    case .wrongHost:
      "write a host or a base URL, such as mixpanel.com or https://data.example.com:8443; plain "
        + "http is for this machine only, as in http://127.0.0.1:8080"
    case .wrongKey: "a key is 1 to \(Credentials.keyLimit) letters, digits, '-', '_' and '.'"
    case .wrongUsername: "a user name is \(QueryAccount.usernameText)"
    case .emptyOption: nil
    case .exists: "choose another name, or change [profile.NAME] in the file"
    case .cannotAppend: "add it by hand; the file was not changed"
    case .nothingTyped:
      "write it there in one line, or use --secret-command or --secret-file"
    }
  }

  /// The file, and the table in it.
  private static func place(_ path: String, _ table: String?) -> String {
    table.map { "\(visible(path)): [\(visible($0))]" } ?? visible(path)
  }

  private static func list(_ names: [String]) -> String {
    names.map { visible($0) }.joined(separator: ", ")
  }

  private static func hint(missingKey key: String) -> String {
    switch key {
    case "host": "write: host = \"\(Profile.standardHost)\""
    case "project_id": "write: project_id = 12345, the number in the project's settings"
    case "username":
      "write the user name of a service account; a project's secret needs neither user name nor "
        + "project_id"
    default: "write: \(key) = \"...\""
    }
  }

  private static func hint(
    unknownKey key: String, in table: String?, suggestion: String?
  ) -> String {
    if let suggestion { return "did you mean '\(suggestion)'?" }
    switch key {
    case "hour", "hours", "day", "days", "month", "months":
      return "write: window = \"days 14\" for events, weeks = 4 for funnels and retention"
    default:
      let keys = table == nil ? ProfileReader.fileKeys : ProfileReader.profileKeys
      return "the keys are \(keys.joined(separator: ", "))"
    }
  }
}

extension PrivateFile.Fault {
  fileprivate func text(_ path: String) -> String {
    switch self {
    case .shared: "others can read \(path), which holds a secret"
    case .writableByOthers: "others can write \(path), which names a command to run"
    case .foreign: "another user owns \(path), which holds a secret or names a command to run"
    case .openFolder(let folder):
      "others can replace \(path): they can write to its directory \(visible(folder))"
    }
  }

  fileprivate func hint(_ path: String) -> String {
    switch self {
    case .shared, .writableByOthers: "type: chmod 600 \(visible(ShellText.quoted(path)))"
    case .foreign: "use a copy that you own, because the owner of a file can change it"
    case .openFolder(let folder): "type: chmod go-w \(visible(ShellText.quoted(folder)))"
    }
  }
}

extension SecretCommand.Failure {
  /// The failure, to follow the command's name.
  fileprivate var text: String {
    switch self {
    case .notStarted: "could not be started"
    case .exited(let code): "failed with exit code \(code)"
    case .signalled(let number): "was ended by signal \(number)"
    case .silent: "wrote nothing"
    case .tooLong: "wrote more than \(SecretText.byteLimit) bytes"
    case .timedOut(let seconds): "did not end within \(seconds) seconds"
    case .notSecret: "wrote a first line that is not a secret"
    }
  }

  fileprivate var hint: String {
    switch self {
    case .notSecret:
      "a secret is one line of 1 to \(Secret.byteLimit) bytes without blanks"
    case .notStarted, .exited, .signalled, .silent, .tooLong, .timedOut:
      "run it by hand: the first line that it writes must be the secret"
    }
  }
}

/// Writes shell commands for hints.
private enum ShellText {
  /// `text` as one word of a shell.
  static func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy {
      $0.isLetterOrDigit || "/._-+,:@%=".utf8.contains($0)
    }
    guard !isPlain || text.isEmpty else { return text }
    return "'"
      + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
}
