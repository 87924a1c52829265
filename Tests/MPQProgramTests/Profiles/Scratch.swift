import Foundation

import MPQFiles
import TestSupport
@testable import MPQProgram

/// A folder for profiles, removed with its owner.
struct Scratch {
  private let folder: TemporaryFolder

  var path: String { folder.path }

  init() throws {
    folder = try TemporaryFolder()
  }

  /// The path of the profiles file.
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
    try folder.write(bytes, to: name, mode: mode)
  }

  /// The permission bits of the file or folder at `path`.
  func mode(of path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  /// The text of the profiles file.
  func text() throws -> String { try String(contentsOfFile: profiles, encoding: .utf8) }

  /// Reads the file of profiles.
  func read() throws(ProfileError) -> Profiles { try ProfileFile(environment()).profiles() }
}

/// A secret that no output may contain.
let marked = "marked-secret-7f3a"
