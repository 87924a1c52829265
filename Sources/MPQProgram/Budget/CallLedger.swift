import MPQ
import MPQAPI
import MPQConsole
import MPQFiles
import MPQShell
import Synchronization

/// The calls to one project, which all processes of this user share.
///
/// A file in the state folder has them, so that they never exceed what the service allows in an
/// hour. If it cannot be written, calls are made without it, after one warning.
final class CallLedger: Sendable {
  /// The answer to a request for a call.
  enum Place: Equatable {
    case taken(CallLog.Entry)
    /// No call is possible for so many seconds.
    case refused(seconds: Int)
  }

  /// The calls that the project allows in an hour.
  let limit: Int
  private let path: String
  private let now: @Sendable () -> Int
  private let warn: @Sendable (String) -> Void
  private let hasWarned = Mutex(false)

  /// The most bytes of the file.
  private static let byteLimit = 1 << 20

  /// The ledger in the file at `path`.
  init(
    path: String, limit: Int, now: @escaping @Sendable () -> Int,
    warn: @escaping @Sendable (String) -> Void
  ) {
    self.path = path
    self.limit = limit
    self.now = now
    self.warn = warn
  }

  /// Takes a call, if one is left.
  func take(_ kind: String) async -> Place {
    let (now, limit) = (now(), limit)
    return await change { log in
      log.take(kind, at: now, limit: limit).map { .refused(seconds: $0) }
        ?? .taken(CallLog.Entry(time: now, kind: kind))
    }
  }

  /// Gives a call back that did not count; `pause` is what the service asks for, in seconds.
  func giveBack(_ entry: CallLog.Entry, pause: Int? = nil) async {
    let now = now()
    await change { log in
      log.giveBack(entry)
      if let pause { log.pause(pause, at: now) }
    }
  }

  /// The calls that are left, and the seconds until `count` are; `nil` for never.
  func state(for count: Int) async -> (left: Int, wait: Int?) {
    let (now, limit) = (now(), limit)
    return await DiskQueue.run { [self] in
      var log = CallLog((try? FileSystem.read(path: path, limit: Self.byteLimit).bytes) ?? [])
      log.forget(at: now)
      return (max(0, limit - log.entries.count), log.wait(for: count, at: now, limit: limit))
    }
  }

  private func change<Value: Sendable>(
    _ change: @escaping @Sendable (inout CallLog) -> Value
  ) async -> Value {
    await DiskQueue.run { [self] in
      do throws(SystemError) {
        try FileSystem.makeFolder(FileSystem.folder(of: path))
        return try FileSystem.update(path, failure: { $0 }) { place throws(SystemError) in
          var log = CallLog()
          do throws(SystemError) {
            log = CallLog(try FileSystem.read(path: place, limit: Self.byteLimit).bytes)
          } catch {
            // A file that is missing or too large is replaced.
          }
          let value = change(&log)
          return (log.bytes, value)
        }
      } catch {
        let isFirst = hasWarned.withLock { hasWarned in
          defer { hasWarned = true }
          return !hasWarned
        }
        if isFirst { warn("cannot count calls in \(path): \(error.text)") }
        var log = CallLog()
        return change(&log)
      }
    }
  }
}

extension CallLedger {
  /// The ledger of a profile; `nil` where its server has no limit.
  static func of(_ profile: Profile, now: @escaping @Sendable () -> Int) -> CallLedger? {
    guard case .query(let account) = profile.api, account.callLimit > 0 else { return nil }
    // Without a number, the profile is the only name of a project.
    let project = account.projectID.map { String($0) } ?? "@\(profile.name ?? "")"
    var hash = FNV1a()
    for part in [profile.host, project] {
      hash.add(part.utf8)
      hash.add(0)
    }
    let name = String(hash.hash, radix: 16).zeroPadded(to: 16)
    return CallLedger(
      path: "\(Environment.process.stateFolder)/calls/\(name)", limit: account.callLimit, now: now
    ) { Console.warn($0) }
  }
}
