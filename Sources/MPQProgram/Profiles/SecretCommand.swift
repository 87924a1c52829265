import MPQAPI
import Subprocess

/// Runs a shell command, such as `pass show mixpanel`, to get a secret.
enum SecretCommand {
  /// Why there is no secret; the command's output is discarded.
  enum Failure: Error, Equatable {
    case notStarted
    case exited(Int)
    case signalled(Int)
    case silent
    case tooLong
    case timedOut(seconds: Int64)
    case notSecret
  }

  /// The timeout of a command, including the user's typing.
  static let timeLimit = Duration.seconds(60)

  /// The first line that `command` writes.
  ///
  /// A shell runs it, found in `PATH` like the command itself. It has our standard input and
  /// standard error, so that it can ask for a passphrase, and our environment without the secret.
  static func secret(
    _ command: String, timeLimit: Duration = timeLimit
  ) async throws(Failure) -> Secret {
    let outcome = await withTaskGroup(of: Result<Secret, Failure>.self) { group in
      group.addTask { await run(command) }
      group.addTask {
        try? await Task.sleep(for: timeLimit)
        return .failure(.timedOut(seconds: timeLimit.components.seconds))
      }
      let first = await group.next()
      group.cancelAll()
      return first ?? .failure(.notStarted)
    }
    return try outcome.get()
  }

  private static func run(_ command: String) async -> Result<Secret, Failure> {
    do {
      let result = try await Subprocess.run(
        .name("sh"), arguments: ["-c", command],
        environment: .inherit.updating(ChildEnvironment.withoutSecrets),
        input: .currentStandardInput, output: .bytes(limit: SecretText.byteLimit),
        error: .currentStandardError)
      switch result.terminationStatus {
      case .exited(0): break
      case .exited(let code): return .failure(.exited(Int(code)))
      case .signaled(let number): return .failure(.signalled(Int(number)))
      }
      let line = SecretText(firstLineOf: result.standardOutput)
      guard !line.isEmpty else { return .failure(.silent) }
      return line.secret.map { .success($0) } ?? .failure(.notSecret)
    } catch let error as SubprocessError where error.code == .outputLimitExceeded {
      return .failure(.tooLong)
    } catch {
      return .failure(.notStarted)
    }
  }
}
