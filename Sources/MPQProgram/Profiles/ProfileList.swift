import MPQ

/// Lists profiles for people: one a line, never a secret.
enum ProfileList {
  /// The lines, each with its newline.
  static func text(of profiles: Profiles) -> String {
    let isOnly = profiles.all.count == 1 && profiles.defaultName == nil
    var rows = [["name", "host", "key", "secret", ""]]
    for profile in profiles.all {
      let isDefault = isOnly || profile.name == profiles.defaultName
      rows.append([
        profile.name ?? "", visible(profile.host), shortened(profile.key),
        place(of: profile.secretSource), isDefault ? "default" : "",
      ])
    }
    let widths = rows[0].indices.map { column in
      rows.map { displayWidth($0[column]) }.max() ?? 0
    }
    return rows.map { line($0, widths) + "\n" }.joined()
  }

  private static func line(_ row: [String], _ widths: [Int]) -> String {
    var line = ""
    var missing = 0
    for (cell, width) in zip(row, widths) where !cell.isEmpty {
      line += String(repeating: " ", count: missing) + cell
      missing = width - displayWidth(cell) + 2
    }
    return line
  }

  private static func shortened(_ key: String) -> String {
    key.count <= 6 ? key : "\(key.prefix(4))…"
  }

  private static func place(of source: SecretSource) -> String {
    switch source {
    case .held: "in the file"
    case .file(let path): "file \(visible(path))"
    // The command itself may hold a secret.
    case .command: "command"
    }
  }
}
