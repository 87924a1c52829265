import MPQSyntax
import Testing

/// How a text is divided into tokens.
@Suite struct LexerTests {
  /// Each text and the kinds of its tokens, the end left out.
  @Test(
    arguments: [
      ("", []),
      ("# only a comment", []),
      ("a _b $c d1 größe 日本", [.name, .name, .name, .name, .name, .name]),
      (
        "a-b a- b -c a--b",
        [
          .name, .name, .sign(.minus), .name, .sign(.minus), .name, .name, .sign(.minus),
          .sign(.minus), .name,
        ]
      ),
      (
        "0 12 0.5 7.",
        [
          .number, .number, .number, .number, .invalid(.unexpectedCharacter(".")),
        ]
      ),
      ("\"a\" 'b' \"it's\" 'a\\'b'", [.string, .string, .string, .string]),
      ("Events GENERAL hour", [.keyword(.events), .keyword(.total), .keyword(.hours)]),
      ("days-7 days7", [.name, .name]),
      (
        "<= < >= > != = ~ | ; : , ( )",
        [
          .sign(.lessOrEqual), .sign(.less), .sign(.greaterOrEqual), .sign(.greater),
          .sign(.notEqual), .sign(.equal), .sign(.tilde), .sign(.pipe), .sign(.semicolon),
          .sign(.colon), .sign(.comma), .sign(.leftParen), .sign(.rightParen),
        ]
      ),
      ("!x", [.invalid(.unexpectedCharacter("!")), .name]),
      ("7a.5 x", [.invalid(.malformedNumber("7a.5")), .name]),
      ("2011-05-24x", [.invalid(.malformedNumber("2011-05-24x"))]),
      ("2011-5", [.number, .sign(.minus), .number]),
      ("30-7*2", [.number, .sign(.minus), .number, .sign(.star), .number]),
      ("a==b", [.name, .invalid(.foreignSign("==", instead: "=")), .name]),
      ("a<>b", [.name, .invalid(.foreignSign("<>", instead: "!=")), .name]),
      ("a&&b", [.name, .invalid(.foreignSign("&&", instead: "and")), .name]),
      ("a||b", [.name, .invalid(.foreignSign("||", instead: "or")), .name]),
      ("2011 - 5", [.number, .sign(.minus), .number]),
    ] as [(String, [Token.Kind])])
  func kinds(_ text: String, _ kinds: [Token.Kind]) throws {
    let tokens = Lexer.tokens(of: try SourceText(text))
    #expect(tokens.dropLast().map(\.kind) == kinds)
    #expect(tokens.last?.kind == .endOfInput)
  }

  /// Names outside of ASCII are words if they are visible.
  @Test(arguments: [
    ("naïve", true), ("😀", true), ("می\u{200C}خواهم", true), ("a\u{200B}", false),
    ("\u{202E}a", false), ("a’s", false), ("a–b", false), ("a：b", false), ("\u{AD}", false),
    ("a\u{A0}b", false), ("\u{FEFF}\u{FEFF}a", false), ("e\u{301}", true),
  ])
  func wordParts(_ text: String, _ isWord: Bool) throws {
    let tokens = Lexer.tokens(of: try SourceText(text))
    #expect((tokens.count == 2 && tokens[0].kind == .name) == isWord)
  }

  @Test func commentsAreKeptAside() throws {
    let source = try SourceText("#!/bin/x\nevents a # one\n  # two\n\"# no\"")
    let comments = Lexer.scan(source).comments
    #expect(comments.map { source[$0] } == ["#!/bin/x", "# one", "# two"])
  }

  @Test func linesOfTokens() throws {
    let tokens = Lexer.tokens(of: try SourceText("a b\n# c\n\nd\re\r\nf # g"))
    #expect(tokens.map(\.startsLine) == [true, false, true, true, true, false])
  }

  @Test func nestingHasALimit() throws {
    let depth = Script.nestingLimit
    let open = String(repeating: "(", count: depth)
    let kinds = Lexer.tokens(of: try SourceText(open + "(" + ";(")).map(\.kind)
    #expect(kinds[depth - 1] == .sign(.leftParen))
    #expect(kinds[depth] == .invalid(.nestingTooDeep))
    #expect(kinds[depth + 2] == .sign(.leftParen))
  }
}
