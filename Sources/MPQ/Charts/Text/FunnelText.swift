/// Draws the steps of funnels: how many reached each step, and how many were lost before it.
struct FunnelText {
  let marks: FunnelMarks
  let page: ChartText

  func drawn() -> ChartText.Drawing {
    let kept = kept
    let steps = kept.flatMap(\.steps)
    let shares = steps.map { share($0.share) }
    let losses = steps.map(loss)
    let shareWidth = shares.reduce(0) { max($0, displayWidth($1)) }
    let lossWidth = losses.reduce(0) { max($0, displayWidth($1)) }
    // In a narrow terminal the losses go first, and then the shares.
    let hasShares = page.width >= shareWidth + 36
    let hasLosses = hasShares && page.width >= shareWidth + lossWidth + 44
    let reserved = (hasShares ? shareWidth + 2 : 0) + (hasLosses ? lossWidth + 2 : 0)
    let table = BarTable(
      page: page, range: marks.range, rows: steps.map { ($0.name, $0.count) }, reserved: reserved)
    var place = 0
    var lines: [ChartLine] = []
    for (index, funnel) in kept.enumerated() {
      if index > 0 { lines.append(page.line { _ in }) }
      if !funnel.name.isEmpty {
        lines.append(page.line { $0.append(page.name(funnel.name, width: page.width), .bold) })
      }
      for _ in funnel.steps {
        lines.append(
          page.line { line in
            table.append(place, .series(0), to: &line)
            line.skip(to: table.end)
            if hasShares {
              line.skip(2)
              line.append(shares[place], width: shareWidth, isRightAligned: true)
            }
            if hasLosses {
              line.skip(2)
              line.append(losses[place], width: lossWidth, isRightAligned: true, .dim)
            }
          })
        place += 1
      }
    }
    return (lines, notes(kept))
  }

  /// The funnels that fit the height, the last ones; at least one, with as many steps as fit.
  private var kept: [FunnelMarks.Funnel] {
    let limit = page.rowLimit(others: 4, preferred: 60)
    var used = 0
    var kept: [FunnelMarks.Funnel] = []
    for funnel in marks.funnels.reversed() {
      let lines = funnel.steps.count + 2
      guard kept.isEmpty || lines <= limit - used else { break }
      kept.append(funnel)
      used += lines
    }
    if kept.count == 1 { kept[0].steps = Array(kept[0].steps.prefix(max(1, limit))) }
    return kept.reversed()
  }

  private func notes(_ kept: [FunnelMarks.Funnel]) -> [String] {
    let total = marks.funnels.last?.steps.count ?? 0
    let steps = kept.count == 1 ? page.note(first: kept[0].steps.count, of: total, "steps") : []
    guard kept.count < marks.totalCount else { return steps }
    return steps + ["the last \(kept.count) of \(marks.totalCount) funnels"]
  }

  private func share(_ part: Double?) -> String {
    part.map { ShortNumber.text($0, isFraction: true) } ?? ""
  }

  /// `-617 (-50%)`; a step with more users than the one before has gained them.
  private func loss(_ step: FunnelMarks.Step) -> String {
    guard let lost = step.lost, lost != 0 else { return "" }
    let sign = lost < 0 ? "+" : "-"
    let count = ShortNumber.text(lost.magnitude, isFraction: marks.range.isFraction)
    let part = step.lostShare.map { " (\(sign)\(share($0.magnitude)))" } ?? ""
    return sign + count + part
  }
}
