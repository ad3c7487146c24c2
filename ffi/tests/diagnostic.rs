//! The codes of diagnostics are the same wherever they are listed: in the header, in C# and for Python.

use certwright::{DiagnosticCode, DiagnosticLevel};

const HEADER: &str = include_str!("../include/certwright.h");
const CSHARP: &str = include_str!("../../bindings/csharp/Certwright/Diagnostic.cs");
const PYTHON: &str = include_str!("../../python/README.md");

/// In one line, without the signs of comments.
fn flat(text: &str) -> String {
    text.split_whitespace().filter(|word| !["*", "///"].contains(word)).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_list_of_codes_is_that_of_the_core() {
    let names: Vec<&str> = DiagnosticCode::all().map(DiagnosticCode::name).collect();
    let header = format!("one of \"{}\", or of a later version;", names.join("\", \""));
    assert!(flat(HEADER).contains(&header), "{header}");
    let csharp = format!("<summary> {}; or one of a later version.", names.join(", "));
    assert!(flat(CSHARP).contains(&csharp), "{csharp}");
    let row = |code: DiagnosticCode| format!("| `{code}` | {} |", if code.level() == DiagnosticLevel::Info { "INFO" } else { "WARNING" });
    let rows: Vec<&str> = PYTHON.lines().filter(|line| line.contains(" | INFO | ") || line.contains(" | WARNING | ")).collect();
    assert_eq!(rows.len(), names.len());
    for (found, wanted) in rows.iter().zip(DiagnosticCode::all().map(row)) {
        assert!(found.starts_with(&wanted), "{found}");
    }
}
