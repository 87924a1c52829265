import MPQFiles

/// Why a profile cannot be found or added.
///
/// No case holds a secret, the output of a command, or a line of the
/// file.
enum ProfileError: Error, Equatable {
  // MARK: The file

  /// The file cannot be opened or read.
  case unreadable(path: String, cause: String)
  /// The file is not UTF-8, or contains NUL.
  case notText(path: String)
  /// The TOML syntax is invalid at this place.
  case notTOML(path: String, line: Int, column: Int)
  /// `hots = "mixpanel.com"`
  case unknownKey(path: String, table: String?, key: String, suggestion: String?)
  /// `timeout = "long"`
  case wrongValue(path: String, table: String?, key: String, expected: String)
  /// `region` and `host` in one profile
  case exclusive(place: String, String, String)
  /// `[profile.work]` without `host` or `key`
  case missingKey(path: String, table: String, key: String)
  /// No secret, or more than one.
  case secretCount(path: String, table: String, found: [String])
  /// Others can read or change this file, which holds a secret or names a command to run.
  case untrusted(path: String, PrivateFile.Fault)

  // MARK: The choice

  /// No profile, and no variables.
  case nothingConfigured
  /// Several profiles, and none of them is the default.
  case noDefault(names: [String])
  /// `--profile wrok`, or `default = "wrok"`
  case unknownProfile(name: String, path: String, isDefault: Bool, suggestion: String?)
  /// One of the two variables without the other.
  case missingVariable(String, other: String)
  /// `MPQ_HOST` without the two others.
  case hostVariableAlone
  /// A variable has an invalid value.
  case wrongVariable(String, expected: String)

  // MARK: The secret

  /// The value at `place` is not a valid secret.
  case notSecret(place: String)
  /// The command of a profile gave no secret.
  case command(title: String, SecretCommand.Failure)

  // MARK: Adding

  /// `mpq profile add "my work"`
  case wrongName(String)
  /// `--host 'my host'`
  case wrongHost
  /// `--key 'my key'`
  case wrongKey
  /// `--username 'my:name'`
  case wrongUsername
  /// `--secret-command ''`
  case emptyOption(String)
  /// The file has a profile of this name.
  case exists(name: String, path: String)
  /// The file's syntax does not allow appending a profile.
  case cannotAppend(name: String, path: String)
  /// The file or its directory cannot be written.
  case unwritable(path: String, cause: String)
  /// Nothing was typed.
  case nothingTyped
}
