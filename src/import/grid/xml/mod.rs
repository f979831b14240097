//! XML that shops and suppliers exchange, streamed: BMEcat catalogs and product feeds. Elements are known by their names
//! without prefixes, because every program has namespaces of its own.

pub mod bmecat;
pub mod feed;
pub mod node;

use std::io::{self, Read as _};
use std::ops::ControlFlow;

use encoding_rs::Encoding;

pub use self::bmecat::BMECAT;
pub use self::feed::FEED;
use self::node::{Records, Step};
use super::events::Fault;
use super::packed::size;
use super::pass::Pass;
use super::text::Text;
use super::{AND, Cell, Limits, Row};
use crate::sheet::problem::At;

/// An XML file that is understood.
#[derive(Debug)]
pub struct Xml {
    text: Text,
    /// What it is.
    pub kind: Kind,
}

/// What is understood.
#[derive(Debug)]
pub enum Kind {
    /// A BMEcat catalog, with what its products are sorted into.
    Bmecat(bmecat::Catalog),
    /// A product feed.
    Feed,
}

impl Xml {
    /// Looks at the first element. The inner error says what the file is instead, and at which line.
    pub fn open(text: Text, limits: &Limits) -> io::Result<Result<Self, (u64, String)>> {
        let text = declared(text)?;
        let first = match Records::new(text.read()?, limits).first() {
            Ok(first) => first,
            Err((_, Fault::Read(error))) => return Err(error),
            Err((line, Fault::Form(what))) => return Ok(Err((line, what))),
        };
        let kind = match first.to_ascii_lowercase().as_str() {
            "bmecat" => Kind::Bmecat(bmecat::Catalog::read(Records::new(text.read()?, limits))?),
            "rss" | "rdf" | "feed" | "channel" => Kind::Feed,
            _ => {
                let what = "file is an XML file, neither BMEcat nor a product feed: its first element is";
                return Ok(Err((1, format!("{what} {}", first.chars().take(60).collect::<String>()))));
            }
        };
        Ok(Ok(Self { text, kind }))
    }

    /// The name of its encoding, as the WHATWG writes it.
    pub fn encoding(&self) -> &'static str {
        self.text.encoding.name()
    }

    /// Gives every product to `pass`.
    pub fn rows(&self, limits: &Limits, pass: &mut Pass) -> io::Result<()> {
        let mut records = Records::new(self.text.read()?, limits);
        let mut row = Row::default();
        loop {
            let names: &[&str] = match self.kind {
                Kind::Bmecat(_) => &["PRODUCT", "ARTICLE"],
                Kind::Feed => &["item", "entry"],
            };
            let node = match records.next(names) {
                Ok(Step::Record(node)) => node,
                Ok(Step::Over) => return Ok(()),
                Err((_, Fault::Read(error))) => return Err(error),
                Err((line, Fault::Form(what))) => {
                    let _ = pass.wrong(At { line, column: 1 }, what, "");
                    return Ok(());
                }
            };
            row.line = node.line;
            row.cells.clear();
            match &self.kind {
                Kind::Bmecat(catalog) => catalog.cells(&node, &mut row.cells),
                Kind::Feed => feed::cells(&node, &mut row.cells),
            }
            let long = row.cells.iter().position(|cell| cell.text.len() > limits.cell);
            let flow = match long {
                Some(column) => {
                    let what = format!("text is longer than {}", size(limits.cell as u64));
                    pass.wrong(row.at(column), what, "")
                }
                None => pass.row(&row),
            };
            if let ControlFlow::Break(()) = flow {
                return Ok(());
            }
        }
    }
}

/// The text in the encoding that its first line names, where its bytes do not say another.
fn declared(text: Text) -> io::Result<Text> {
    let mut beginning = Vec::new();
    text.read()?.take(512).read_to_end(&mut beginning)?;
    let beginning = String::from_utf8_lossy(&beginning);
    let prolog = beginning.split("?>").next().filter(|prolog| prolog.trim_start().starts_with("<?xml"));
    let label = prolog.and_then(|prolog| {
        let (_, rest) = prolog.split_once("encoding")?;
        let rest = rest.trim_start().strip_prefix('=')?.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        rest[1..].split(quote).next().map(str::to_owned)
    });
    Ok(match label.and_then(|label| Encoding::for_label(label.as_bytes())) {
        // What is no UTF-8 is not made so by saying it.
        Some(encoding) if encoding.is_ascii_compatible() && encoding != encoding_rs::UTF_8 => text.declared(encoding),
        _ => text,
    })
}

/// Adds a cell of several values.
fn push(cells: &mut Vec<Cell>, line: u64, values: &[String]) {
    let separator = AND.to_string();
    cells.push(Cell { text: values.join(&separator), line, number: false });
}
