import MPQAPI
import MPQSyntax
import Testing

@testable import MPQShell

/// What is offered in pipelines; `‸` is the cursor.
struct ColumnCompletionTests {
  private func texts(_ line: String) -> String {
    let parts = line.split(separator: "‸", maxSplits: 1, omittingEmptySubsequences: false)
    let completer = Completer(names: Example.names)
    return completer.completion(of: parts.joined(), at: parts[0].utf8.count).candidates
      .map(\.insertion).joined(separator: " · ")
  }

  @Test(arguments: [
    // The columns of the forms
    ("top events | sort ‸", "\"event\" · amount · change"),
    ("top events | sort am‸", "amount"),
    ("top events | sort amount, ‸", "\"event\" · change"),
    ("funnel Invite | where s‸", "step · step_ratio"),
    ("events signup, 'play song' | select date, ‸", "signup · \"play song\""),
    ("top events | where \"am‸", "\"amount\""),
    // Columns that stages make
    ("top events | add half = amount / 2 | sort h‸", "half"),
    ("top events | select event, amount as n | where n‸", "not · n"),
    ("events signup | unpivot what | sort w‸", "what"),
    // Values of a property, which are columns
    ("events signup by plan | select date, pr‸", "\"pro, yearly\""),
    ("events signup by plan | sum by date | sort f‸", "free"),
    // Answers that were named before
    ("let a = top events\na | sort am‸", "amount"),
    ("let a = events signup by plan\na | select date, pr‸", "\"pro, yearly\""),
    ("param n = 3\ntop events | first :n | sort am‸", "amount"),
    ("let signups = events signup; sign‸", "signups"),
    ("param weeks = 4; funnel Invite weeks :‸", "weeks"),
    // Stages
    ("top events | so‸", "sort"), ("top events | cu‸", "cumulate"),
    ("events signup / events signup | sort sig‸", "signup"),
    // Nothing is known
    ("nosuch | sort ‸", ""), ("top events | sort nosuch | sort am‸", ""),
  ])
  func offers(_ line: String, _ offered: String) {
    #expect(texts(line) == offered)
  }
}
