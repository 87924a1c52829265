import Foundation

import MPQFiles
@testable import MPQProgram

/// A folder of one test, gone with it.
final class Scratch: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/mpq-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Where the file of profiles is.
  var profiles: String { "\(path)/mpq/profiles.toml" }

  /// An environment that leads here, with more variables.
  func environment(_ variables: [String: String] = [:]) -> Environment {
    Environment(
      variables.merging(["XDG_CONFIG_HOME": path, "HOME": "/home/somebody"]) { first, _ in first })
  }

  /// Writes a file below the folder, and the folders above it.
  @discardableResult
  func write(_ text: String, to name: String = "mpq/profiles.toml", mode: Int = 0o600) throws
    -> String
  {
    try write(Array(text.utf8), to: name, mode: mode)
  }

  /// Writes a file below the folder, and the folders above it.
  @discardableResult
  func write(_ bytes: [UInt8], to name: String, mode: Int = 0o600) throws -> String {
    let file = "\(path)/\(name)"
    try FileManager.default.createDirectory(
      atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
    return file
  }

  /// The permission bits of the file or folder at `path`.
  func mode(of path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  /// What the file of profiles holds.
  func text() throws -> String { try String(contentsOfFile: profiles, encoding: .utf8) }

  /// Reads the file of profiles.
  func read() throws(ProfileError) -> Profiles { try ProfileFile(environment()).profiles() }
}

/// A secret that no output may hold.
let marked = "marked-secret-7f3a"
