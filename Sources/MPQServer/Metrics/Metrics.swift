internal import MPQAPI
internal import Synchronization

/// The server's metrics, for Prometheus (text format 0.0.4).
final class Metrics: Sendable {
  private let state = Mutex(State())

  private struct State {
    var inFlight = 0
    var connections = 0
    var requests: [Label: Int] = [:]
    var durations: [String: Histogram] = [:]
    var waits = Histogram()
    var refusals: [String: Int] = [:]
  }

  private struct Label: Hashable {
    var endpoint: String
    var status: Int
  }

  /// The `reason` of `mpqd_queries_refused_total`; `nil` for an answered query.
  static func reason(_ outcome: Job.Outcome) -> String? {
    switch outcome.end {
    case .answered: nil
    case .accountIsFull: "key_queue_full"
    case .isFull: "queue_full"
    case .tooLate: outcome.hasRun ? "deadline" : "queue_deadline"
    case .abandoned: "client_left"
    case .stopped: "stopping"
    }
  }

  /// Counts a request that was read.
  func begin() {
    state.withLock { $0.inFlight += 1 }
  }

  /// Counts a request that was answered.
  func end(_ record: AccessRecord) {
    let endpoint =
      record.endpoint ?? (record.target.path == Health.path ? "healthz" : "none")
    state.withLock { state in
      state.inFlight -= 1
      state.requests[Label(endpoint: endpoint, status: record.status), default: 0] += 1
      state.durations[endpoint, default: Histogram()].add(record.duration)
      if let waited = record.waited { state.waits.add(waited) }
    }
  }

  /// Counts the response to something that is not a request.
  func countUnreadable(status: Int) {
    state.withLock { $0.requests[Label(endpoint: "none", status: status), default: 0] += 1 }
  }

  /// Counts a query that ended without an answer.
  func count(_ outcome: Job.Outcome) {
    guard let reason = Self.reason(outcome) else { return }
    state.withLock { $0.refusals[reason, default: 0] += 1 }
  }

  /// Counts an answer that was refused because clients have not read too many others.
  func countUnreadAnswers() {
    state.withLock { $0.refusals["unread_answers", default: 0] += 1 }
  }

  /// Changes the number of open connections.
  func countConnections(_ change: Int) {
    state.withLock { $0.connections += change }
  }

  /// The page with all metrics, including the current state of the arguments and the process.
  func text(_ queue: JobQueue, _ budget: AnswerBudget, _ downloads: Downloads) -> String {
    let state = state.withLock { $0 }
    let counts = queue.counts
    var page = Page()
    let requests = state.requests.sorted {
      ($0.key.endpoint, $0.key.status) < ($1.key.endpoint, $1.key.status)
    }
    page.add(
      "mpqd_requests_total", "counter", "Requests, by endpoint and status.",
      requests.map { label, count in
        "{endpoint=\"\(label.endpoint)\",status=\"\(label.status)\"} \(count)"
      })
    page.addLines(
      "mpqd_request_duration_seconds", "histogram", "Time from a request's headers to its answer.",
      state.durations.sorted { $0.key < $1.key }.flatMap { endpoint, histogram in
        histogram.lines("mpqd_request_duration_seconds", labels: "endpoint=\"\(endpoint)\"")
      })
    page.addLines(
      "mpqd_query_wait_seconds", "histogram", "Time that queries waited in the queue.",
      state.waits.lines("mpqd_query_wait_seconds", labels: ""))
    page.add(
      "mpqd_queries_refused_total", "counter", "Queries that ended without an answer, by reason.",
      state.refusals.sorted { $0.key < $1.key }.map { "{reason=\"\($0)\"} \($1)" })
    page.add("mpqd_requests_in_flight", "gauge", "Requests being answered.", state.inFlight)
    page.add("mpqd_queries_running", "gauge", "Running queries.", counts.working)
    page.add("mpqd_queries_waiting", "gauge", "Waiting queries.", counts.waiting)
    page.add("mpqd_downloads_running", "gauge", "Exports being sent.", downloads.count)
    page.add(
      "mpqd_answer_bytes_in_flight", "gauge", "Bytes of answers being sent.", budget.bytes)
    page.add("mpqd_connections_open", "gauge", "Open connections.", state.connections)
    page.add(ProcessFigures.now)
    page.add("mpqd_build_info", "gauge", "The version.", ["{version=\"\(Version.current)\"} 1"])
    return page.text
  }

  /// A page of metrics.
  struct Page {
    private(set) var text = ""

    mutating func addLines(_ name: String, _ kind: String, _ help: String, _ lines: [String]) {
      guard !lines.isEmpty else { return }
      text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n"
      for line in lines { text += line + "\n" }
    }

    mutating func add(_ name: String, _ kind: String, _ help: String, _ values: [String]) {
      addLines(name, kind, help, values.map { name + $0 })
    }

    mutating func add(_ name: String, _ kind: String, _ help: String, _ value: Int) {
      add(name, kind, help, [" \(value)"])
    }

    mutating func add(_ figures: ProcessFigures) {
      add(
        "process_cpu_seconds_total", "counter", "Processor time, user and system.",
        [" \(figures.cpuSeconds)"])
      guard let memory = figures.residentBytes else { return }
      add("process_resident_memory_bytes", "gauge", "Memory in use.", memory)
    }
  }
}
