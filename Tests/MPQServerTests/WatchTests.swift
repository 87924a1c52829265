import MPQAPI
import Testing

@testable import MPQServer

/// Health checks and metrics.
struct WatchTests {
  @Test func healthIsToldToEverybody() async throws {
    try await withServer(decide: { _ in .answer(Response(status: 400, mediaType: nil, body: []))
    }) { port, log, _ in
      let answer = try await get("/healthz", host: "10.1.2.3:80", port: port)
      #expect(answer.status == 200)
      #expect(answer.body == #"{"status": "ok"}"#)
      #expect(!log.lines.contains { $0.hasPrefix("info request") })
    }
  }

  @Test func illnessIs503AndTheProbeIsSpared() async throws {
    let probes = Counter()
    let isHealthy: @Sendable () async -> Bool = {
      probes.begin()
      return false
    }
    try await withServer(
      isHealthy: isHealthy,
      decide: { _ in .answer(Response(status: 200, mediaType: nil, body: [])) }
    ) { port, _, _ in
      let begin = ContinuousClock.now
      try await blocking {
        let connection = try Connection(port: port)
        for _ in 0..<50 {
          try connection.get("/healthz")
          #expect(try connection.answer().status == 503)
        }
      }
      let seconds = Int((ContinuousClock.now - begin).components.seconds)
      #expect((1...(seconds + 1)).contains(probes.all))
    }
  }

  /// Concurrent health checks share a slow probe; its result is valid from its end.
  @Test func aSlowProbeIsAskedOnce() async throws {
    let probes = Counter()
    let gate = Gate(of: 2)
    let health = Health {
      probes.begin()
      await gate.pass()
      return true
    }
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<200 { group.addTask { await health.isHealthy() } }
      group.addTask {
        await gate.pass()
        return true
      }
      for await isHealthy in group { #expect(isHealthy) }
    }
    #expect(await health.isHealthy())
    #expect(probes.all == 1)
  }

  @Test func requestsAreCounted() async throws {
    try await withServer { port, _, server in
      for target in ["/api/2.0/events?a", "/api/2.0/events/", "/api/2.0/funnels", "/x", "/healthz"]
      {
        _ = try await get(target, port: port)
      }
      _ = try await get("/api/2.0/events", host: "evil.example", port: port)
      let text = server.metricsText
      for line in [
        #"mpqd_requests_total{endpoint="events",status="200"} 2"#,
        #"mpqd_requests_total{endpoint="events",status="421"} 1"#,
        #"mpqd_requests_total{endpoint="funnels",status="200"} 1"#,
        #"mpqd_requests_total{endpoint="none",status="200"} 1"#,
        #"mpqd_requests_total{endpoint="healthz",status="200"} 1"#,
        #"mpqd_request_duration_seconds_bucket{endpoint="events",le="+Inf"} 3"#,
        #"mpqd_request_duration_seconds_count{endpoint="events"} 3"#,
        "mpqd_query_wait_seconds_count 4", "mpqd_requests_in_flight 0", "mpqd_queries_running 0",
        "mpqd_queries_waiting 0",
      ] {
        #expect(text.contains(line + "\n"), "\(line)")
      }
    }
  }

  /// Every line is one of the format: a comment, or a name, labels and a number.
  @Test func theTextIsPrometheus() async throws {
    try await withServer { port, _, server in
      _ = try await get("/api/2.0/events", port: port)
      var typed: Set<Substring> = []
      for line in server.metricsText.split(separator: "\n", omittingEmptySubsequences: false)
        .dropLast()
      {
        if let type = line.wholeMatch(of: /# TYPE ([a-z_]+) (counter|gauge|histogram)/) {
          #expect(typed.insert(type.1).inserted)
          continue
        }
        if line.wholeMatch(of: /# HELP [a-z_]+ .+\./) != nil { continue }
        let sample = try #require(
          line.wholeMatch(of: /([a-z_]+)(\{([a-z]+="[^"]*",?)+\})? [0-9.e+-]+/), "\(line)")
        let family = sample.1.replacing(/_(bucket|sum|count)$/, with: "")
        #expect(typed.contains(sample.1) || typed.contains(family[...]), "\(line)")
      }
      #expect(typed.contains("process_resident_memory_bytes") || typed.count > 6)
    }
  }

  @Test func histogramsAddUp() {
    var histogram = Histogram()
    for duration in [Duration.zero, .milliseconds(1), .milliseconds(3), .seconds(100)] {
      histogram.add(duration)
    }
    let lines = histogram.lines("x", labels: "")
    #expect(lines.first == #"x_bucket{le="0.0005"} 1"#)
    #expect(lines.contains(#"x_bucket{le="0.001"} 2"#))
    #expect(lines.contains(#"x_bucket{le="0.005"} 3"#))
    #expect(lines.contains(#"x_bucket{le="30.0"} 3"#))
    #expect(lines.suffix(3).first == #"x_bucket{le="+Inf"} 4"#)
    #expect(lines.suffix(2) == ["x_sum 100.004", "x_count 4"])
  }
}
