import Testing

@testable import MPQShell

/// The small decisions of the runner.
struct RunnerPartsTests {
  @Test(
    arguments: [
      (21, 10, 24, false), (22, 10, 24, false), (23, 10, 24, true), (100, 10, 24, true),
      (100, 10, nil, false), (12, 81, 24, true), (11, 81, 24, false), (2, 80 * 12, 24, true),
    ] as [(Int, Int, Int?, Bool)])
  func answersLongerThanTheScreenArePaged(
    _ lines: Int, _ width: Int, _ rows: Int?, _ isPaged: Bool
  ) {
    let text = String(repeating: String(repeating: "x", count: width) + "\n", count: lines)
    #expect(PagingRule.needsPager(Array(text.utf8), rows: rows, columns: 80) == isPaged)
  }

  @Test(arguments: [
    (0.34, 0, 1, "0.3 s, 0 of 1 call done; Ctrl-C cancels"),
    (1.26, 1, 3, "1.2 s, 1 of 3 calls done; Ctrl-C cancels"),
    (61.0, 9, 3, "61.0 s, 3 of 3 calls done; Ctrl-C cancels"),
    (.nan, 0, 1, "0.0 s, 0 of 1 call done; Ctrl-C cancels"),
  ])
  func theSpinnerTellsHowFarItIs(_ seconds: Double, _ done: Int, _ total: Int, _ text: String) {
    #expect(Spinner.text(seconds, done, total) == text)
  }
}
