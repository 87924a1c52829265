import MPQ
import MPQSyntax

/// Lists profiles for users, one per line, without secrets.
enum ProfileList {
  /// The lines, each with a newline.
  static func text(of profiles: Profiles) -> String {
    let isOnly = profiles.all.count == 1 && profiles.defaultName == nil
    var rows = [["name", "api", "host", "project", "secret", ""]]
    for profile in profiles.all {
      let isDefault = isOnly || profile.name == profiles.defaultName
      rows.append([
        profile.name ?? "", api(of: profile), visible(profile.host), project(of: profile),
        place(of: profile.secretSource), isDefault ? "default" : "",
      ])
    }
    return Columns.lines(rows).map { $0 + "\n" }.joined()
  }

  private static func api(of profile: Profile) -> String {
    switch profile.api {
    case .signed: "v2"
    case .query: "query"
    }
  }

  private static func project(of profile: Profile) -> String {
    switch profile.api {
    case .signed(let key): shortened(key)
    case .query(let account): account.projectID.map { String($0) } ?? "that of the secret"
    }
  }

  private static func shortened(_ key: String) -> String {
    key.count <= 6 ? key : "\(key.prefix(4))…"
  }

  private static func place(of source: SecretSource) -> String {
    switch source {
    case .held: "in the file"
    case .file(let path): "file \(visible(path))"
    // The command may contain a secret.
    case .command: "command"
    }
  }
}
