//! XML as events, in bounded memory: how long a text, how deep an element may be is held to the limits, and entities are
//! never expanded.

use std::io::{self, BufRead, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// Goes through an XML text.
pub struct Events<R> {
    reader: Reader<Watched<R>>,
    buffer: Vec<u8>,
    depth: usize,
    deepest: usize,
}

/// What keeps an XML text from being read any further.
#[derive(Debug)]
pub enum Fault {
    /// It could not be read at all.
    Read(io::Error),
    /// What is wrong with it, lower case, no final period.
    Form(String),
}

/// What stands in an XML text, as far as anybody here asks.
pub enum Part<'a> {
    /// An element begins; its end comes as well.
    Start(BytesStart<'a>),
    /// An element ends.
    End(String),
    /// Some of the text in it.
    Text(std::borrow::Cow<'a, str>),
    /// The text is at its end.
    Over,
}

impl<R: BufRead> Events<R> {
    /// Elements may be so deep in one another, and a text so many bytes long.
    pub fn new(input: R, deepest: usize, longest: usize) -> Self {
        let mut reader = Reader::from_reader(Watched { input, line: 1, since: 0, longest });
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        Self { reader, buffer: Vec::new(), depth: 0, deepest }
    }

    /// The line that was read last.
    pub fn line(&self) -> u64 {
        self.reader.get_ref().line
    }

    /// The next part.
    pub fn next(&mut self) -> Result<Part<'_>, Fault> {
        self.buffer.clear();
        self.reader.get_mut().since = 0;
        let event = self.reader.read_event_into(&mut self.buffer).map_err(|error| match error {
            quick_xml::Error::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => {
                Fault::Form(error.to_string())
            }
            quick_xml::Error::Io(error) => Fault::Read(io::Error::new(error.kind(), error.to_string())),
            error => Fault::Form(format!("XML is damaged ({error})")),
        })?;
        Ok(match event {
            Event::Start(start) | Event::Empty(start) => {
                self.depth += 1;
                if self.depth > self.deepest {
                    return Err(Fault::Form(format!("elements stand more than {} deep in one another", self.deepest)));
                }
                Part::Start(start)
            }
            Event::End(end) => {
                self.depth = self.depth.saturating_sub(1);
                Part::End(end.local_name().as_ref().to_owned())
            }
            Event::Text(text) => Part::Text(text.into_inner()),
            Event::CData(text) => Part::Text(text.into_inner()),
            Event::GeneralRef(reference) => Part::Text(resolved(&reference).into()),
            Event::DocType(kind) if kind.contains("<!ENTITY") => {
                return Err(Fault::Form("file declares entities of its own, which are not expanded".to_owned()));
            }
            Event::Eof if self.depth > 0 => {
                return Err(Fault::Form("file ends within an element; fetch it again".to_owned()));
            }
            Event::Eof => Part::Over,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => Part::Text("".into()),
        })
    }
}

/// The character that is meant; what is none stays as it was written, for HTML has names of its own.
fn resolved(reference: &BytesRef) -> String {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return character.to_string();
    }
    match reference.as_ref() {
        "amp" => "&".to_owned(),
        "lt" => "<".to_owned(),
        "gt" => ">".to_owned(),
        "quot" => "\"".to_owned(),
        "apos" => "'".to_owned(),
        other => format!("&{other};"),
    }
}

/// The value of an attribute, by its name without a prefix.
pub fn attribute(start: &BytesStart, name: &str) -> Option<String> {
    start.attributes().with_checks(false).flatten().find(|found| found.key.local_name().as_ref() == name).map(|found| {
        match quick_xml::escape::unescape(&found.value) {
            Ok(text) => text.into_owned(),
            Err(_) => found.value.clone().into_owned(),
        }
    })
}

/// Counts lines, and keeps one event from growing without bound.
struct Watched<R> {
    input: R,
    line: u64,
    since: usize,
    longest: usize,
}

impl<R: BufRead> BufRead for Watched<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.since > self.longest {
            let what = format!("text is longer than {}", super::packed::size(self.longest as u64));
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, what));
        }
        self.input.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        if let Ok(buffer) = self.input.fill_buf() {
            let used = &buffer[..amount.min(buffer.len())];
            self.line += memchr::memchr_iter(b'\n', used).count() as u64;
        }
        self.since += amount;
        self.input.consume(amount);
    }
}

impl<R: BufRead> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.fill_buf()?.read(buffer)?;
        self.consume(length);
        Ok(length)
    }
}
