extension Rule {
  /// Every rule, in no particular order.
  static let all: [Rule] = sizes + traps + words + [importsByTarget]

  /// Small rooms.
  private static let sizes: [Rule] = [
    limitLines(350) { $0.isSwift && $0.target != nil },
    limitColumns(100) { file in
      [".swift", ".c", ".h", ".py", ".sh"].contains(where: file.path.hasSuffix)
        || file.text.hasPrefix("#!")
    },
    Rule(name: "at most \(FunctionLength.limit) lines a function", applies: \.isSwift) { file in
      FunctionLength.functions(in: file.code)
        .filter { $0.lines > FunctionLength.limit }
        .map { ($0.line, "a function of \($0.lines) lines") }
    },
  ]

  /// Nothing that ends the process, and no claim that the compiler cannot check.
  private static let traps: [Rule] = [
    forbid(#"[\w)\]}>"]!(?!=)"#, "force (!)", applies: \.isSwift),
    forbid(#"\b(fatalError|preconditionFailure)\("#, "trap") { $0.target != nil },
    forbid(#"@unchecked\s+Sendable|nonisolated\(unsafe\)"#, "unchecked claim", applies: \.isSwift),
    forbid(#"(?<![\w.])(?<!func )(print|debugPrint|dump)\("#, "output in a library") {
      $0.isSwift && $0.target?.hasPrefix("MPQ") == true
    },
  ]

  /// Words that have no place in a finished text.
  ///
  /// Written in pieces, since this file is read, too.
  private static let words: [Rule] = [
    forbid("TO" + "DO|FIX" + "ME|not imple" + "mented", in: \.text, "unfinished"),
    forbid("/(work|ro" + "ot|farm)/|/opt/" + "swift", in: \.text, "path of one machine"),
  ]
}

extension SourceFile {
  var isSwift: Bool { path.hasSuffix(".swift") }
}
