//! One product of an XML file at a time, with all that is in it.

use std::io::BufRead;

use super::super::events::{Events, Fault, Part, attributes};
use super::super::packed::size;
use super::super::{AND, Limits, PART};

/// A product may be so many bytes long: pictures within the XML are among them.
const LARGEST: usize = 16 << 20;

/// An element with all that is in it.
#[derive(Debug, Default)]
pub struct Node {
    /// Its name without a prefix.
    pub name: String,
    /// The line its first tag ends on.
    pub line: u64,
    /// The text in it, not that of its elements.
    text: String,
    attributes: Vec<(String, String)>,
    children: Vec<Node>,
}

impl Node {
    /// Its text without blanks around it, and without the separators of this program.
    pub fn text(&self) -> String {
        self.text.trim().replace([AND, PART], " ")
    }

    /// An attribute, by its name without a prefix.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim())
    }

    /// The elements in it with one of these names.
    pub fn all<'a>(&'a self, names: &'a [&str]) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| names.contains(&child.name.as_str()))
    }

    /// The first of them.
    pub fn first<'a>(&'a self, names: &'a [&str]) -> Option<&'a Self> {
        self.all(names).next()
    }

    /// The texts of the elements in it with one of these names, those without text left out.
    pub fn texts(&self, names: &[&str]) -> Vec<String> {
        self.all(names).map(Self::text).filter(|text| !text.is_empty()).collect()
    }

    /// The first of these texts; empty where there is none.
    pub fn first_text(&self, names: &[&str]) -> String {
        self.texts(names).into_iter().next().unwrap_or_default()
    }
}

/// What comes next.
pub enum Step {
    /// An element that was asked for.
    Record(Node),
    /// Nothing: the file is at its end.
    Over,
}

/// Goes through an XML text from one element that is asked for to the next.
pub struct Records<R> {
    events: Events<R>,
}

impl<R: BufRead> Records<R> {
    /// From the beginning of a text.
    pub fn new(text: R, limits: &Limits) -> Self {
        Self { events: Events::new(text, limits.depth, LARGEST) }
    }

    /// The name of the first element.
    pub fn first(mut self) -> Result<String, (u64, Fault)> {
        loop {
            match self.events.next() {
                Ok(Part::Start(start)) => return Ok(start.local_name().as_ref().to_owned()),
                Ok(Part::Over) => return Err((1, Fault::Form("file has no element".to_owned()))),
                Ok(_) => {}
                Err(fault) => return Err((self.events.line(), fault)),
            }
        }
    }

    /// The next element with one of these names, whole. With the line where the text cannot be read any further.
    pub fn next(&mut self, names: &[&str]) -> Result<Step, (u64, Fault)> {
        // The elements that are open, from the one that was asked for down.
        let mut open: Vec<Node> = Vec::new();
        let mut length = 0;
        loop {
            let line = self.events.line();
            let part = match self.events.next() {
                Ok(part) => part,
                Err(fault) => return Err((self.events.line(), fault)),
            };
            match part {
                Part::Start(start) => {
                    let name = start.local_name();
                    if !open.is_empty() || names.contains(&name.as_ref()) {
                        let attributes = attributes(&start);
                        length += 64 + start.len();
                        open.push(Node { name: name.as_ref().to_owned(), line, attributes, ..Node::default() });
                    }
                }
                Part::Text(text) => {
                    if let Some(node) = open.last_mut() {
                        length += text.len();
                        node.text.push_str(&text);
                    }
                }
                Part::End(_) => {
                    if let Some(node) = open.pop() {
                        match open.last_mut() {
                            Some(parent) => parent.children.push(node),
                            None => return Ok(Step::Record(node)),
                        }
                    }
                }
                Part::Over => return Ok(Step::Over),
            }
            if length > LARGEST {
                let what = format!("a product is longer than {}", size(LARGEST as u64));
                return Err((open.first().map_or(line, |node| node.line), Fault::Form(what)));
            }
        }
    }
}
