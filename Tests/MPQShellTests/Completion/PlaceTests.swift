import MPQAPI
import MPQSyntax
import Testing

@testable import MPQShell

/// What is offered at each place of each form.
struct PlaceTests {
  /// The candidates at `|`, in order, separated by ` · `.
  @Test(arguments: [
    // Where a statement begins
    ("|", "events · top · retention · funnel · show · explain · let · param · include"),
    ("explain |", "events · top · retention · funnel · show"),
    ("top events; |", "events · top · retention · funnel · show · explain · let · param · include"),
    ("s|", "show"),
    ("EV|", "events"),
    ("# a comment |", ""),
    ("top |", "events"),
    ("show |", "events · funnels · properties · values · dates"),
    ("show properties |", "of"),
    ("show properties of |", "event · funnel"),
    ("show values of plan |", "of"),
    ("show values of plan of |", "event"),
    ("show dates |", "of"),
    ("show dates of |", "funnel"),
    // Clauses of each form
    (
      "events signup |",
      "days · weeks · months · hours · by · unique · total · average · Signup done"
    ),
    (
      "events signup by plan |",
      "in · days · weeks · months · hours · unique · total · average · limit"
    ),
    (
      "events signup by plan in (free) |",
      "days · weeks · months · hours · unique · total · average · limit"
    ),
    ("top events |", "unique · total · average · limit"),
    (
      "retention signup |", "weeks · days · months · hours · unique · total · average · Signup done"
    ),
    ("funnel Invite |", "weeks · by"),
    ("funnel Invite by x |", "weeks · limit"),
    ("show events |", "days · weeks · months · hours · unique · total · average · limit"),
    ("show funnels |", "weeks"),
    ("show dates of funnel Invite |", "limit"),
    ("show properties of funnel Invite |", "weeks · limit"),
    (
      "show properties of event signup |",
      "days · weeks · months · hours · unique · total · average · limit · Signup done"
    ),
    (
      "show values of plan of event signup |",
      "days · weeks · months · hours · unique · total · average · limit · Signup done"
    ),
    // Clauses that are present, before or after the cursor
    ("events signup days 7 |", "by · unique · total · average"),
    ("events signup | days 7 unique", "by · Signup done"),
    ("events signup |\n  days 7\n  by plan limit 3", "unique · total · average · Signup done"),
    ("events signup d| 7", "days · Signup done"),
    ("events signup |days 7 unique", "by · Signup done"),
    ("events signup l|imit 5 by plan", "limit"),
    ("events signup by|  plan days 7", "by"),
    ("funnel Invite weeks 4 by source limit 3 |", ""),
    // Numbers
    ("events signup days |", "7 · 14 · 30 · 90"),
    ("events signup days 3|", "30"),
    ("top events limit |", "10 · 20 · 50 · 100"),
    ("funnel Invite days |", ""),
    ("top events weeks |", ""),
    // Another line, another statement
    (
      "top events limit 3\n|",
      "unique · total · average · events · top · retention · funnel · show · explain · let · param"
        + " · include"
    ),
    ("fnnel Invite\nsho|", "show"),
    ("events signup,\nlo|", "log in"),
    ("funnel Invite; top |; show x", "events"),
  ])
  func words(_ line: String, _ offered: String) {
    #expect(texts(line) == offered)
  }

  @Test(arguments: [
    // Names
    (
      "events |",
      "signup · play song · log in · Signup done · it's · days · größe · signOut · 404 page"
    ),
    ("events signup, s|", "signOut · Signup done · play song"),
    (
      "events signup, | days 7",
      "play song · log in · Signup done · it's · days · größe · signOut · 404 page"
    ),
    ("retention lo|", "log in"),
    ("funnel |", "Signup flow · Signup · Invite · Purchase \"now\""),
    ("funnel Invite, |, Signup", "Signup flow · Purchase \"now\""),
    ("show dates of funnel I|", "Invite"),
    ("show properties of event gr|", "größe"),
    ("show properties of funnel p|", "Purchase \"now\""),
    ("show values of plan of event da|", "days"),
    // Names with blanks that are not quoted
    ("funnel Signup fl|", "Signup flow"),
    ("funnel Signup |", "weeks · by · Signup flow"),
    ("events play so|", "play song"),
    ("events 404 p|", "404 page"),
    ("funnel Purchase| weeks 4", "Purchase \"now\""),
    // Between quotes
    ("funnel \"Sig|", "Signup flow · Signup"),
    ("funnel 'Sig|", "Signup flow · Signup"),
    ("funnel 'Sig|' weeks 4", "Signup flow · Signup"),
    ("funnel 'Signup'|", ""),
    ("events \"da|", "days"),
    ("|\"", "events · top · retention · funnel · show · explain · let · param · include"),
    ("\"ev|", ""),
    // Properties and their values
    ("events signup by |", "referrer · plan · in"),
    ("events signup, \"play song\" by |", "referrer · plan · in · genre"),
    ("events signup by p| days 7", "plan"),
    ("funnel \"Signup flow\" by |", "browser · source"),
    ("retention signup by |", ""),
    ("show values of | of event \"play song\"", "genre · plan"),
    ("show values of |", "referrer · plan · in · genre"),
    ("events signup by plan in |", "("),
    ("events signup by plan in (|", "free · pro, yearly · 2011 · "),
    ("events signup by plan in (free, |)", "pro, yearly · 2011 · "),
    ("events signup by plan in (free |", ", · )"),
    ("events signup by plan in (2|", "2011"),
    ("events signup by plan in ('pro|", "pro, yearly"),
    ("funnel \"Signup flow\" by browser in (|", ""),
    // No completions
    ("events signup = |", ""),
    ("events signup ?|", ""),
    ("let x|", ""),
  ])
  func names(_ line: String, _ offered: String) {
    #expect(texts(line) == offered)
  }

  /// The effect of Tab on a line; `|` is the cursor.
  @Test(arguments: [
    ("ev|", "events |"),
    ("top |", "top events |"),
    ("funnel Inv|", "funnel Invite |"),
    ("funnel Inv| weeks 4", "funnel Invite| weeks 4"),
    ("funnel sig|", "funnel Signup|"),
    ("funnel Signup f|", "funnel \"Signup flow\" |"),
    ("funnel Signup w|", "funnel Signup weeks |"),
    ("funnel \"sig|", "funnel \"Signup|"),
    ("funnel 'Signup f|' weeks 4", "funnel 'Signup flow|' weeks 4"),
    ("funnel 'Signup f|", "funnel 'Signup flow' |"),
    ("funnel Pur|", "funnel \"Purchase \\\"now\\\"\" |"),
    ("funnel 'Pur|", "funnel 'Purchase \"now\"' |"),
    ("funnel \"Purchase \\\"n|", "funnel \"Purchase \\\"now\\\"\" |"),
    ("events it|", "events \"it's\" |"),
    ("events 'i|", "events 'it\\'s' |"),
    ("events da|", "events \"days\" |"),
    ("events singup d|", "events singup days |"),
    ("funnel pruchase|", "funnel \"Purchase \\\"now\\\"\" |"),
    ("fnnel|", "funnel |"),
    ("events si|nup", "events sign|nup"),
    ("events gr|", "events größe |"),
    ("events signup by plan in |", "events signup by plan in (|"),
    ("events signup by plan in (fr|", "events signup by plan in (free|"),
    ("events signup by plan in (20|)", "events signup by plan in (2011|)"),
    ("events signup days 3|", "events signup days 30 |"),
  ])
  func tab(_ line: String, _ result: String) {
    #expect(Example.tab(line) == result)
  }

  @Test func listsThatAreNotKnownAreWanted() {
    let nothing = Completer(names: KnownNames())
    let wanted: [(String, [NameRequest])] = [
      ("events |", [.events]),
      ("funnel |", [.funnels]),
      (
        "events a, \"b c\" by |",
        [
          .propertiesOfEvent(ByteText("a")), .propertiesOfEvent(ByteText("b c")),
        ]
      ),
      ("funnel f by |", [.propertiesOfFunnel(ByteText("f"))]),
      ("show values of | of event e", [.propertiesOfEvent(ByteText("e"))]),
      ("events e by p in (|", [.values(property: ByteText("p"), event: ByteText("e"))]),
      ("events e |", []),
      ("retention e by |", []),
    ]
    for (line, requests) in wanted {
      #expect(Example.complete(line, nothing).completion.wanted == requests, "\(line)")
    }
  }

  private func texts(_ line: String) -> String {
    Example.complete(line).completion.candidates.map(\.text).joined(separator: " · ")
  }
}
