internal import MPQAPI
internal import Synchronization

/// Counts what the server does, for Prometheus to read (text format 0.0.4).
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

  /// Why a query ends without an answer, as the `reason` of `mpqd_queries_refused_total`.
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

  /// A request was read.
  func begin() {
    state.withLock { $0.inFlight += 1 }
  }

  /// A request was answered.
  func end(_ record: AccessRecord) {
    let endpoint =
      record.endpoint?.rawValue ?? (record.target.path == Health.path ? "healthz" : "none")
    state.withLock { state in
      state.inFlight -= 1
      state.requests[Label(endpoint: endpoint, status: record.status), default: 0] += 1
      state.durations[endpoint, default: Histogram()].add(record.duration)
      if let waited = record.waited { state.waits.add(waited) }
    }
  }

  /// Something that was no request was answered.
  func countUnreadable(status: Int) {
    state.withLock { $0.requests[Label(endpoint: "none", status: status), default: 0] += 1 }
  }

  /// A query ended like this.
  func count(_ outcome: Job.Outcome) {
    guard let reason = Self.reason(outcome) else { return }
    state.withLock { $0.refusals[reason, default: 0] += 1 }
  }

  /// An answer was refused since too many wait for their clients to read them.
  func countUnreadAnswers() {
    state.withLock { $0.refusals["unread_answers", default: 0] += 1 }
  }

  /// So many connections more or fewer are open.
  func countConnections(_ change: Int) {
    state.withLock { $0.connections += change }
  }

  /// Everything, with what `queue`, `budget` and the process do now.
  func text(_ queue: JobQueue, _ budget: AnswerBudget) -> String {
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
      "mpqd_request_duration_seconds", "histogram", "From a request's head to its answer.",
      state.durations.sorted { $0.key < $1.key }.flatMap { endpoint, histogram in
        histogram.lines("mpqd_request_duration_seconds", labels: "endpoint=\"\(endpoint)\"")
      })
    page.addLines(
      "mpqd_query_wait_seconds", "histogram", "How long queries waited for their turn.",
      state.waits.lines("mpqd_query_wait_seconds", labels: ""))
    page.add(
      "mpqd_queries_refused_total", "counter", "Queries that ended without an answer, by reason.",
      state.refusals.sorted { $0.key < $1.key }.map { "{reason=\"\($0)\"} \($1)" })
    page.add("mpqd_requests_in_flight", "gauge", "Requests being answered.", state.inFlight)
    page.add("mpqd_queries_running", "gauge", "Queries at work.", counts.working)
    page.add("mpqd_queries_waiting", "gauge", "Queries that wait for their turn.", counts.waiting)
    page.add(
      "mpqd_answer_bytes_in_flight", "gauge", "Bytes of answers that clients read.", budget.bytes)
    page.add("mpqd_connections_open", "gauge", "Connections of clients.", state.connections)
    page.add(ProcessFigures.now)
    page.add("mpqd_build_info", "gauge", "The version.", ["{version=\"\(Version.current)\"} 1"])
    return page.text
  }

  /// A page in the making.
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
