//! The expiry report as one page: a picture of what ends when, and a table of the same.

use std::fmt::Write;

use time::OffsetDateTime;

use super::expiry::{ExpiringCertificate, ExpiryReport};
use crate::{date::rfc3339, error::visible, store::NEAR};

/// The page's measures, in pixels of the picture.
const LEFT: f64 = 260.0;
const WIDTH: f64 = 620.0;
const ROW: f64 = 24.0;
const TOP: f64 = 36.0;
/// How much of the past the picture shows at most, as a part of the whole.
const PAST: f64 = 0.2;
/// How many certificates the picture shows; the table has all.
const PICTURED: usize = 100;
/// How many letters of a name the picture shows.
const NAME: usize = 34;

const STYLE: &str = "body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1a1a1a;background:#fff}\
h1{font-size:1.4rem}svg{width:100%;height:auto}table{border-collapse:collapse;width:100%}\
th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #ddd;vertical-align:top;overflow-wrap:anywhere}code{font-size:.85em}\
.over{fill:#b3261e;color:#b3261e}.near{fill:#b35c00;color:#b35c00}.later{fill:#2e6b3a;color:#2e6b3a}.kept{fill:#6b6b6b;color:#6b6b6b}\
.axis{stroke:#999;stroke-width:1}.now{stroke:#1a1a1a;stroke-width:1.5}text{fill:#1a1a1a;font-size:12px}\
@media(prefers-color-scheme:dark){body{color:#e6e6e6;background:#161616}th,td{border-color:#333}text{fill:#e6e6e6}.now{stroke:#e6e6e6}\
.over{fill:#ff8a80;color:#ff8a80}.near{fill:#ffb454;color:#ffb454}.later{fill:#7bc98a;color:#7bc98a}.kept{fill:#9a9a9a;color:#9a9a9a}}";

pub(super) fn html(report: &ExpiryReport) -> String {
    let over = report.certificates.iter().filter(|one| is_over(one, report.at)).count();
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
        <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
        <meta name=\"viewport\" content=\"width=device-width\">\n<title>Certificates that expire</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
        <h1>Certificates that expire</h1>\n<p>{} until {}: {over} have expired, {} will. Made on {}.</p>\n",
        if report.more { "Those nearest to their end" } else { "All" },
        day(report.until),
        report.certificates.len() - over,
        rfc3339(report.at),
    );
    if report.certificates.is_empty() {
        page.push_str("<p>None.</p>\n");
    } else {
        picture(&mut page, report);
        table(&mut page, report);
    }
    page.push_str("</body>\n</html>\n");
    page
}

/// A bar for each certificate, from now to its end, or from its end to now.
fn picture(page: &mut String, report: &ExpiryReport) {
    let shown = &report.certificates[..report.certificates.len().min(PICTURED)];
    let ahead = (report.until - report.at).as_seconds_f64().max(1.0);
    let longest_past = shown.iter().map(|one| (report.at - one.entry.not_after()).as_seconds_f64()).fold(0.0, f64::max);
    let past = longest_past.min(ahead * PAST / (1.0 - PAST));
    let x = |time: OffsetDateTime| LEFT + ((time - report.at).as_seconds_f64().max(-past) + past) / (past + ahead) * WIDTH;
    let (now, height) = (x(report.at), TOP + ROW * shown.len() as f64 + 8.0);
    let _ = write!(
        page,
        "<svg viewBox=\"0 0 {} {height}\" role=\"img\" aria-label=\"A bar for each certificate, from now to its end\">\n\
        <line class=\"axis\" x1=\"{LEFT}\" y1=\"{TOP}\" x2=\"{}\" y2=\"{TOP}\"/><line class=\"now\" x1=\"{now:.1}\" y1=\"22\" x2=\"{now:.1}\" y2=\"{height}\"/>\n\
        <text x=\"{now:.1}\" y=\"16\" text-anchor=\"middle\">{}</text><text x=\"{}\" y=\"16\" text-anchor=\"end\">{}</text>\n",
        LEFT + WIDTH + 20.0,
        LEFT + WIDTH,
        day(report.at),
        LEFT + WIDTH,
        day(report.until),
    );
    for (index, one) in shown.iter().enumerate() {
        let (y, end) = (TOP + ROW * index as f64 + 6.0, x(one.entry.not_after()));
        let (from, to) = (end.min(now), end.max(now));
        let _ = writeln!(
            page,
            "<g><title>{}: {}</title><text x=\"0\" y=\"{:.1}\">{}</text><rect class=\"{}\" x=\"{from:.1}\" y=\"{y:.1}\" width=\"{:.1}\" height=\"13\" rx=\"2\"/></g>",
            escaped(&name(one)),
            day(one.entry.not_after()),
            y + 11.0,
            escaped(&shortened(&name(one))),
            class(one, report.at),
            (to - from).max(2.0),
        );
    }
    page.push_str("</svg>\n");
    if report.certificates.len() > PICTURED {
        let _ = writeln!(page, "<p>The picture shows the first {PICTURED}.</p>");
    }
}

fn table(page: &mut String, report: &ExpiryReport) {
    page.push_str("<table>\n<thead><tr><th>Ends</th><th>Days</th><th>Certificate</th><th>For</th></tr></thead>\n<tbody>\n");
    for one in &report.certificates {
        let places = one.assignments.iter().map(|assignment| {
            let retained = if assignment.retained { ", retained" } else { "" };
            format!("{}{retained}", assignment.place())
        });
        let mut uses: Vec<String> = places.collect();
        if uses.is_empty() {
            uses.push(if one.required { "required, without a role" } else { "no role" }.to_owned());
        }
        let days = match (is_over(one, report.at), one.expiry_matters) {
            (true, false) => "expired, still decrypting".to_owned(),
            (true, true) => "expired".to_owned(),
            (false, _) => one.days_left.to_string(),
        };
        let _ = writeln!(
            page,
            "<tr><td>{}</td><td class=\"{}\">{days}</td><td>{}<br><code>{}</code></td><td>{}</td></tr>",
            rfc3339(one.entry.not_after()),
            class(one, report.at),
            escaped(&name(one)),
            one.entry.thumbprint(),
            escaped(&uses.join("; ")),
        );
    }
    page.push_str("</tbody>\n</table>\n");
}

fn is_over(one: &ExpiringCertificate, at: OffsetDateTime) -> bool {
    one.entry.not_after() < at
}

fn class(one: &ExpiringCertificate, at: OffsetDateTime) -> &'static str {
    match one.entry.not_after() - at {
        _ if !one.expiry_matters => "kept",
        left if left.is_negative() => "over",
        left if left < NEAR => "near",
        _ => "later",
    }
}

fn name(one: &ExpiringCertificate) -> String {
    match one.entry.friendly_name() {
        Some(name) => visible(name),
        None => visible(&one.entry.subject().to_string()),
    }
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= NAME { name.to_owned() } else { name.chars().take(NAME - 1).chain(['…']).collect() }
}

fn day(time: OffsetDateTime) -> String {
    rfc3339(time).chars().take(10).collect()
}

/// Text for the inside of an element or a quoted attribute.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            letter => out.push(letter),
        }
    }
    out
}
