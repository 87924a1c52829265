import MPQAPI
import MPQCompiler

extension ChartSource {
  /// The steps of each funnel.
  ///
  /// Without a key of steps, each column of numbers is a step; a single column has a step in each
  /// row.
  var funnelChart: Chart {
    if let stepKey { return funnels(by: stepKey) }
    if isFunnelByValue { return chart(reachedFunnels) }
    if alike.count != 1 { return chart(columnFunnels, notes: unlikeNotes) }
    let steps = zip(rowNames, quantities(of: alike, rowCount: Chart.markLimit)[0])
    let rest = table.rowCount - Chart.markLimit
    let notes = rest > 0 ? ["the first \(Chart.markLimit) of \(table.rowCount) steps"] : []
    return chart(([Self.funnel("", steps.map { ($0, $1) })], 1), notes: notes + unlikeNotes)
  }

  private typealias Funnels = (kept: [FunnelMarks.Funnel], total: Int)

  private static var funnelLimit: Int { 50 }

  /// A funnel for each group of rows with the same other keys.
  private func funnels(by stepKey: Table.Column) -> Chart {
    let keys = table.columns.filter { $0.isKey && $0.name != stepKey.name }
    let groups = groups(by: keys)
    let counts = alike.first { $0.name == "count" } ?? alike[0]
    let goals = table.columns.first { !$0.isKey && $0.kind == .text }
    let goalTexts = goals?.cells.names
    let stepTexts = stepKey.cells.names
    let quantities = quantities(of: [counts], rowCount: table.rowCount)[0]
    var steps: [[(String, Quantity)]] = Array(repeating: [], count: groups.names.count)
    for row in 0..<table.rowCount where steps[groups.rows[row]].count < Chart.markLimit {
      let goal = goalTexts.map { " " + $0[row] } ?? ""
      steps[groups.rows[row]].append((stepTexts[row] + goal, quantities[row]))
    }
    var firstRows = [Int](repeating: 0, count: groups.names.count)
    for row in (0..<table.rowCount).reversed() { firstRows[groups.rows[row]] = row }
    let kept = latest(firstRows)
    return chart(
      (kept.map { Self.funnel(groups.names[$0], steps[$0]) }, groups.names.count))
  }

  /// A funnel for each row; the columns count the users who stopped at a step.
  private var reachedFunnels: Funnels {
    let columns = Array(stopColumns.prefix(Chart.markLimit))
    let names = rowNames
    let values = columns.map(\.cells.drawn)
    let kept = latest(Array(names.indices))
    let funnels = kept.map { row in
      var reached = 0.0
      var steps: [(String, Quantity)] = []
      // Who stopped at a later step has reached this one too.
      for (column, values) in zip(columns, values).reversed() {
        reached = min(ValueRange.limit, reached + (values[row] ?? 0))
        let text = NumberText(kind: .integer, cells: .numbers([])).text(.double(reached))
        steps.append(("step \(column.name)", Quantity(value: reached, text: text)))
      }
      return Self.funnel(names[row], steps.reversed())
    }
    return (funnels, names.count)
  }

  /// A funnel for each row; the columns are its steps.
  private var columnFunnels: Funnels {
    let columns = Array(alike.prefix(Chart.markLimit))
    let names = rowNames
    let quantities = quantities(of: columns, rowCount: table.rowCount)
    let funnels = latest(Array(names.indices)).map { row in
      Self.funnel(names[row], columns.indices.map { (columns[$0].name, quantities[$0][row]) })
    }
    return (funnels, names.count)
  }

  /// Which of the funnels that begin in `rows` are kept: those of the latest dates.
  private func latest(_ rows: [Int]) -> [Int] {
    guard rows.count > Self.funnelLimit else { return Array(rows.indices) }
    guard let dates = date?.cells.names.map(ByteText.init) else {
      return Array(rows.indices.prefix(Self.funnelLimit))
    }
    let sorted = rows.indices.sorted { left, right in
      let (first, second) = (dates[rows[left]], dates[rows[right]])
      return first == second ? left < right : second < first
    }
    return sorted.prefix(Self.funnelLimit).sorted()
  }

  private func chart(_ funnels: Funnels, notes: [String] = []) -> Chart {
    let values = funnels.kept.lazy.flatMap { $0.steps.lazy.compactMap(\.count.value) }
    let range = ValueRange(values, isFraction: isFraction, includesZero: true)
    let marks = FunnelMarks(funnels: funnels.kept, totalCount: funnels.total, range: range)
    return Chart(.funnel(marks), notes: notes)
  }

  private static func funnel(
    _ name: String, _ steps: [(name: String, count: Quantity)]
  ) -> FunnelMarks.Funnel {
    let first = steps.first?.count.value ?? 0
    var previous: Double?
    let marks = steps.map { step in
      let count = step.count.value
      let before = previous
      previous = count
      let lost = before.flatMap { before in count.map { before - $0 } }
      return FunnelMarks.Step(
        name: step.name, count: step.count, share: count.flatMap { ratio($0, first) },
        lost: lost, lostShare: lost.flatMap { ratio($0, before ?? 0) })
    }
    return FunnelMarks.Funnel(name: name, steps: marks)
  }

  private static func ratio(_ part: Double, _ whole: Double) -> Double? {
    whole > 0 ? ValueRange.drawn(part / whole) : nil
  }
}
