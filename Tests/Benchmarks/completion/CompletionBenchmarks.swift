import Benchmark
import MPQShell

/// Time for the candidates at one cursor among 100,000 names, and what a plain search takes.
///
/// Nothing but the completion runs in the loop: parsing the line, searching, ordering, writing. The
/// script `run` in this directory prints both with their ratios.
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .throughput], warmupIterations: 2, maxDuration: .seconds(1),
    maxIterations: 200)

  let names = ProjectNames.make(100_000)
  let completer = Completer(names: KnownNames([.events: NameList(names)]))

  let typed = [
    ("nothing", ""), ("one letter", "s"), ("a beginning", "sign"), ("initials", "svv"),
    ("a later word", "invo"), ("letters", "sgnvwd"), ("a slip", "singup vi"),
    ("two slips", "chekcuot strated"), ("no match", "qqqqzzzz"), ("long, no match", "\(longText)"),
    ("beyond ASCII", "größe ge"), ("Cyrillic", "просомтр"),
  ]
  for (what, text) in typed {
    let line = "events \"" + text
    Benchmark("completer, \(what)") { benchmark in
      for _ in benchmark.scaledIterations {
        blackHole(completer.completion(of: line, at: line.utf8.count))
      }
    }
    Benchmark("plain search, \(what)") { benchmark in
      for _ in benchmark.scaledIterations { blackHole(NaiveSearch.find(text, in: names)) }
    }
  }
  Benchmark("reading 100,000 names") { benchmark in
    for _ in benchmark.scaledIterations { blackHole(NameList(names)) }
  }
}

private let longText = "the quick brown fox jumps over the lazy dog and then over the ca"
