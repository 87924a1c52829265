import MPQ
import MPQAPI
import MPQFiles
import Synchronization

/// Background work.
extension NameCache {
  /// Reads the file, and keeps lists that were fetched meanwhile.
  func load() async {
    await DiskQueue.run { if let contents = self.file.read() { self.adopt(contents) } }
    onNews(.loaded)
  }

  /// Fetches one list, if it is still due after the file is read.
  func fetch(_ request: NameRequest) async {
    await state.withLock(\.loading)?.value
    let news = await outcome(of: request)
    let isLast = state.withLock { state in
      state.fetches[request] = nil
      return state.fetches.isEmpty
    }
    if let news { onNews(news) }
    onNews(.ended(isLast: isLast))
  }

  private func outcome(of request: NameRequest) async -> News? {
    guard state.withLock({ isDue(request, in: $0) }), !Task.isCancelled, let call = request.call
    else { return nil }
    do throws(CallError) {
      try await prepare()
      switch await reserve(request) {
      case .needless: return .arrived(request)
      case .spent(let seconds): return report(Self.spentMessage(settings.callsAnHour, seconds))
      case .taken: break
      }
      let result = try await ask(call)
      guard let names = request.names(in: result) else { return nil }
      return await record(NameCacheContents.List(names: names, time: now()), of: request)
    } catch {
      guard error.category != .interrupted else { return nil }
      let time = now()
      state.withLock { $0.pauses.note(error, of: request, at: time) }
      return report(message(error))
    }
  }

  // MARK: - The file

  private enum Reservation: Sendable {
    /// Another shell has fetched the list.
    case needless
    /// The limit of calls per hour is reached; the next call is possible in so many seconds.
    case spent(Int)
    case taken
  }

  /// Takes one of the calls of this hour, which all shells share.
  private func reserve(_ request: NameRequest) async -> Reservation {
    let before = state.withLock { $0.contents.lists[request]?.time }
    return await exchange { contents in
      let time = self.now()
      if let list = contents.lists[request], list.time > before ?? .min,
        (0..<self.settings.lifetime).contains(time - list.time)
      {
        return .needless
      }
      return contents.takeCall(at: time, limit: self.settings.callsAnHour)
        .map(Reservation.spent) ?? .taken
    }
  }

  private func record(_ list: NameCacheContents.List, of request: NameRequest) async -> News {
    let index = NameList(list.names)
    let time = now()
    state.withLock { state in
      state.contents.lists[request] = list
      state.known[request] = index
      state.outdated.remove(request)
      state.pauses.noteSuccess(of: request)
      state.hasReported = false
      let all = state.contents.lists.keys
      state.contents.prune()
      for dropped in Set(all).subtracting(state.contents.lists.keys) { state.known[dropped] = nil }
    }
    await exchange { contents in
      if (contents.lists[request]?.time ?? .min) <= time { contents.lists[request] = list }
    }
    return .arrived(request)
  }

  /// Changes the names, in memory and in the file.
  ///
  /// If the file cannot be written, the change is made in memory only, and reported.
  @discardableResult
  private func exchange<Value: Sendable>(
    _ change: @escaping @Sendable (inout NameCacheContents) -> Value
  ) async -> Value {
    await DiskQueue.run { self.exchangeNow(change) }
  }

  private func exchangeNow<Value>(_ change: (inout NameCacheContents) -> Value) -> Value {
    let own = state.withLock(\.contents)
    do throws(SystemError) {
      let (contents, value) = try file.update(own, change)
      adopt(contents)
      return value
    } catch {
      let news = reportFile(
        "cannot cache names in \(visible(file.path)) (\(error.text)); "
          + "make its folder writable, or every shell fetches them again")
      if let news { onNews(news) }
      return state.withLock { change(&$0.contents) }
    }
  }

  /// Adds the lists of the file, which this shell or others have written.
  private func adopt(_ contents: NameCacheContents) {
    let old = state.withLock(\.contents.lists)
    let newer = contents.lists.filter { $0.value.time > old[$0.key]?.time ?? .min }
    // The lists are indexed here, not while others wait for the lock.
    let ready = newer.mapValues { NameList($0.names) }
    state.withLock { state in
      for (request, list) in ready
      where newer[request]?.time ?? .min > state.contents.lists[request]?.time ?? .min {
        state.known[request] = list
        state.outdated.remove(request)
      }
      state.contents.merge(contents)
    }
  }

  // MARK: - Words

  private func report(_ message: String) -> News? {
    let isFirst = state.withLock { state in
      defer { state.hasReported = true }
      return !state.hasReported
    }
    return isFirst ? .failed(message) : nil
  }

  private func reportFile(_ message: String) -> News? {
    let isFirst = state.withLock { state in
      defer { state.hasReportedFile = true }
      return !state.hasReportedFile
    }
    return isFirst ? .failed(message) : nil
  }

  private func message(_ error: CallError) -> String {
    let hint = hint(error).map { " (\($0))" } ?? ""
    return "cannot fetch names: \(error.message)\(hint)"
  }

  private static func spentMessage(_ limit: Int, _ seconds: Int) -> String {
    let minutes = (seconds + 59) / 60
    return "the limit of \(limit) calls an hour for names is reached; the next is possible in "
      + (minutes == 1 ? "a minute" : "\(minutes) minutes")
  }
}
