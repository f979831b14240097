//! How the bytes of a source become lines: raw from a scanner, without what steers printers and displays from a till.

use super::controls::Controls;
use super::framer::Framer;
use super::text;

/// What kind of source it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// A scanner: a code a line, control bytes of the code (GS) kept; framed by CR, LF, STX, ETX, EOT.
    Scanner,
    /// A till: text for people, with the commands of receipt printers and customer displays taken out.
    Till,
}

/// Bytes in, lines out.
#[derive(Debug)]
pub struct Lines {
    controls: Option<Controls>,
    framer: Framer,
}

impl Lines {
    /// Lines of such a source.
    pub fn new(manner: Manner) -> Self {
        match manner {
            Manner::Scanner => {
                Self { controls: None, framer: Framer::new(|byte| matches!(byte, b'\r' | b'\n' | 0x02 | 0x03 | 0x04)) }
            }
            Manner::Till => {
                Self { controls: Some(Controls::default()), framer: Framer::new(|byte| matches!(byte, b'\r' | b'\n')) }
            }
        }
    }

    /// Takes bytes; gives the lines that are whole now.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<String> {
        let mut lines = Vec::new();
        for &byte in bytes {
            let byte = match &mut self.controls {
                Some(controls) => controls.pass(byte),
                None => Some(byte),
            };
            lines.extend(byte.and_then(|byte| self.framer.push(byte)).and_then(line));
        }
        lines
    }

    /// Nothing more came, or the writer went away: what there is, is a line.
    pub fn end(&mut self) -> Option<String> {
        self.framer.end().and_then(line)
    }

    /// What comes next is the middle of a line: it is dropped up to its end.
    pub fn drop_rest(&mut self) {
        self.framer.drop_rest();
    }
}

fn line(bytes: Vec<u8>) -> Option<String> {
    let text = text::decode(bytes);
    let text = text.trim_start_matches('\u{feff}').trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scanner_keeps_what_belongs_to_the_code() {
        let mut lines = Lines::new(Manner::Scanner);
        let sent = b"\x02]C10109520123456788\x1d10AB\x034006381333931\r\n\r\n ABC-1\t\n";
        assert_eq!(lines.push(sent), ["]C10109520123456788\u{1d}10AB", "4006381333931", "ABC-1"]);
        assert_eq!(lines.push(b"96385074"), Vec::<String>::new());
        assert_eq!(lines.end().as_deref(), Some("96385074"));
        assert_eq!(lines.end(), None);
    }

    #[test]
    fn a_till_is_read_without_what_steers_its_printer() {
        let mut lines = Lines::new(Manner::Till);
        let sent = b"\xef\xbb\xbf\x1b@\x1b!\x08SALE 4006381333931\x1b!\x00 CABLE\n\0\nP\xe2t\xe9\r\n";
        assert_eq!(lines.push(sent), ["SALE 4006381333931 CABLE", "Pâté"]);
    }
}
