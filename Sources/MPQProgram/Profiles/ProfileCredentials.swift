import MPQAPI
import MPQFiles

extension Profile {
  /// Gets the secret: reads its file, or runs its command.
  ///
  /// - Returns: The secret.
  /// - Throws: ``ProfileError``.
  func secret() async throws(ProfileError) -> Secret {
    switch secretSource {
    case .held(let secret): return secret
    case .file(let path): return try Self.secret(inFile: path)
    case .command(let command):
      do throws(SecretCommand.Failure) {
        return try await SecretCommand.secret(command)
      } catch {
        throw .command(title: title, error)
      }
    }
  }

  /// The secret in the file at `path`, which only its owner may be able to read and change.
  static func secret(inFile path: String) throws(ProfileError) -> Secret {
    let file: PrivateFile
    do throws(SystemError) {
      file = try PrivateFile(path: path, limit: SecretText.byteLimit)
    } catch {
      throw .unreadable(path: path, cause: error.profileText)
    }
    do throws(PrivateFile.Fault) {
      try file.checkIsPrivate()
    } catch {
      throw .untrusted(path: path, error)
    }
    guard let secret = SecretText(file: file.bytes).secret else {
      throw .notSecret(place: path)
    }
    return secret
  }
}

extension Profile {
  /// Whether a text contains the secret, in any of the forms in which it is sent.
  func check(for secret: Secret) -> @Sendable (String) -> Bool {
    guard case .query(let account) = api,
      let login = QueryLogin(username: account.username, secret: secret)
    else { return { secret.occurs(in: $0) } }
    return { login.occurs(in: $0) }
  }
}
