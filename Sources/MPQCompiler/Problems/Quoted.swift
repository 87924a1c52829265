import MPQSyntax

/// A name in a message: in quotes, and cut where it is long.
func quoted(_ name: String) -> String { "\"\(Visible.excerpt(name))\"" }
