//! Bytes as they come → lines, each of bounded length.

/// A longer line is no line of a till and no code: it is dropped as a whole. The largest QR code holds 4,296 characters.
pub const LONGEST: usize = 8_192;

/// Cuts a stream of bytes into lines.
#[derive(Debug)]
pub struct Framer {
    is_end: fn(u8) -> bool,
    line: Vec<u8>,
    /// True while the rest of a line is dropped.
    drops: bool,
}

impl Framer {
    /// A framer for lines that end where `is_end` says.
    pub fn new(is_end: fn(u8) -> bool) -> Self {
        Self { is_end, line: Vec::new(), drops: false }
    }

    /// Takes a byte; gives the line that it ended. Empty lines are none.
    pub fn push(&mut self, byte: u8) -> Option<Vec<u8>> {
        if (self.is_end)(byte) {
            return self.end();
        }
        if self.line.len() >= LONGEST {
            self.drop_rest();
        }
        if !self.drops {
            self.line.push(byte);
        }
        None
    }

    /// The line ends here without an end.
    pub fn end(&mut self) -> Option<Vec<u8>> {
        let line = std::mem::take(&mut self.line);
        let whole = !std::mem::take(&mut self.drops) && !line.is_empty();
        whole.then_some(line)
    }

    /// What comes up to the next end belongs to a line whose beginning is not known.
    pub fn drop_rest(&mut self) {
        self.line = Vec::new();
        self.drops = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(framer: &mut Framer, bytes: &[u8]) -> Vec<String> {
        let lines = bytes.iter().filter_map(|byte| framer.push(*byte));
        lines.map(|line| String::from_utf8(line).unwrap()).collect()
    }

    #[test]
    fn any_end_ends_a_line_once() {
        let mut framer = Framer::new(|byte| matches!(byte, b'\r' | b'\n'));
        assert_eq!(lines(&mut framer, b"a\r\nb\n\n\rc"), ["a", "b"]);
        assert_eq!(framer.end(), Some(b"c".to_vec()));
        assert_eq!(framer.end(), None);
    }

    #[test]
    fn megabytes_without_an_end_are_dropped_and_do_not_stay() {
        let mut framer = Framer::new(|byte| byte == b'\n');
        for _ in 0..4_000_000 {
            assert_eq!(framer.push(b'7'), None);
        }
        assert!(framer.line.capacity() <= 2 * LONGEST);
        assert_eq!(lines(&mut framer, b"\nwhole\n"), ["whole"]);
    }

    #[test]
    fn a_line_whose_beginning_is_not_known_is_none() {
        let mut framer = Framer::new(|byte| byte == b'\n');
        framer.drop_rest();
        assert_eq!(lines(&mut framer, b"tail\nline\n"), ["line"]);
    }
}
