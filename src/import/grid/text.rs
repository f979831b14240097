//! Bytes in whatever encoding → UTF-8, in bounded memory.
//!
//! The rule: a mark at the beginning decides (UTF-8, UTF-16), then what only UTF-16 looks like (every other byte of it is
//! zero), then valid UTF-8 over the whole file, and what is none of these is Windows-1252, of which ISO 8859-1 is a part.

use std::io::{self, BufRead, Read};

use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::packed::Packed;

const BUFFER: usize = 64 * 1024;

/// A file whose encoding is known.
#[derive(Clone, Debug)]
pub struct Text {
    file: Packed,
    /// What it is written in.
    pub encoding: &'static Encoding,
    /// Bytes of the mark at its beginning.
    mark: usize,
}

/// Bytes that are no UTF-8 in a file that seems to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mixed {
    /// The line of the first of them.
    pub line: u64,
}

impl Text {
    /// Reads a file once to its end to know its encoding; also whether it looks like two of them in one.
    pub fn survey(file: Packed) -> io::Result<(Self, Option<Mixed>)> {
        let said = declared(&file.sample(4096)?);
        if let Some((encoding, mark)) = said.filter(|&(encoding, _)| encoding != UTF_8) {
            return Ok((Self { file, encoding, mark }, None));
        }
        let mark = said.map_or(0, |(_, mark)| mark);
        let mut reader = file.read()?;
        let mut buffer = vec![0; BUFFER];
        let (mut kept, mut breaks, mut has_accents) = (0, 0, false);
        loop {
            let read = read_some(&mut reader, &mut buffer[kept..])?;
            let bytes = &buffer[..kept + read];
            let (valid, is_broken, is_cut) = match std::str::from_utf8(bytes) {
                Ok(_) => (bytes.len(), false, false),
                Err(error) => (error.valid_up_to(), error.error_len().is_some(), read == 0),
            };
            breaks += memchr::memchr_iter(b'\n', &bytes[..valid]).count() as u64;
            has_accents |= !bytes[..valid].is_ascii();
            if is_broken || is_cut {
                let mixed = has_accents.then_some(Mixed { line: breaks + 1 });
                let is_utf8 = mark > 0 || is_cut && has_accents;
                let encoding = if is_utf8 { UTF_8 } else { WINDOWS_1252 };
                return Ok((Self { file, encoding, mark }, mixed));
            }
            if read == 0 {
                return Ok((Self { file, encoding: UTF_8, mark }, None));
            }
            let end = kept + read;
            buffer.copy_within(valid..end, 0);
            kept = end - valid;
        }
    }

    /// The same text in an encoding that it says itself to be in.
    pub fn declared(mut self, encoding: &'static Encoding) -> Self {
        if self.mark == 0 && ![UTF_16LE, UTF_16BE].contains(&self.encoding) {
            self.encoding = encoding;
        }
        self
    }

    /// The text from its beginning on, as UTF-8. What is no text becomes U+FFFD.
    pub fn read(&self) -> io::Result<Decoded> {
        let mut inner = self.file.read()?;
        io::copy(&mut inner.by_ref().take(self.mark as u64), &mut io::sink())?;
        Ok(Decoded {
            inner,
            decoder: self.encoding.new_decoder_without_bom_handling(),
            raw: vec![0; BUFFER],
            raw_span: (0, 0),
            text: vec![0; BUFFER],
            text_span: (0, 0),
            is_ended: false,
            is_done: false,
        })
    }
}

/// The encoding that the first bytes say, and the length of their mark.
fn declared(sample: &[u8]) -> Option<(&'static Encoding, usize)> {
    if let Some(marked) = Encoding::for_bom(sample) {
        return Some(marked);
    }
    let zeros = |first: usize| sample.iter().skip(first).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), sample.len() / 2);
    match () {
        () if half == 0 => None,
        () if odd * 10 >= half * 4 && even * 20 <= half => Some((UTF_16LE, 0)),
        () if even * 10 >= half * 4 && odd * 20 <= half => Some((UTF_16BE, 0)),
        () => None,
    }
}

/// The beginning of a file as text, whatever its encoding.
pub fn beginning(sample: &[u8]) -> String {
    let (encoding, mark) = declared(sample).unwrap_or((UTF_8, 0));
    encoding.decode_without_bom_handling(&sample[mark..]).0.into_owned()
}

/// A text on its way to UTF-8.
pub struct Decoded {
    inner: Box<dyn Read>,
    decoder: Decoder,
    raw: Vec<u8>,
    raw_span: (usize, usize),
    text: Vec<u8>,
    text_span: (usize, usize),
    is_ended: bool,
    is_done: bool,
}

impl BufRead for Decoded {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.text_span.0 == self.text_span.1 && !self.is_done {
            if self.raw_span.0 == self.raw_span.1 && !self.is_ended {
                let read = read_some(&mut self.inner, &mut self.raw)?;
                self.raw_span = (0, read);
                self.is_ended = read == 0;
            }
            let raw = &self.raw[self.raw_span.0..self.raw_span.1];
            let (result, read, written, _) = self.decoder.decode_to_utf8(raw, &mut self.text, self.is_ended);
            self.raw_span.0 += read;
            self.text_span = (0, written);
            self.is_done = self.is_ended && result == encoding_rs::CoderResult::InputEmpty;
        }
        Ok(&self.text[self.text_span.0..self.text_span.1])
    }

    fn consume(&mut self, amount: usize) {
        self.text_span.0 = (self.text_span.0 + amount).min(self.text_span.1);
    }
}

impl Read for Decoded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.fill_buf()?.read(buffer)?;
        self.consume(length);
        Ok(length)
    }
}

fn read_some(reader: &mut dyn Read, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match reader.read(buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (&'static str, String, Option<Mixed>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t");
        std::fs::write(&path, bytes).unwrap();
        let (text, mixed) = Text::survey(Packed::plain(&path)).unwrap();
        let mut decoded = String::new();
        text.read().unwrap().read_to_string(&mut decoded).unwrap();
        (text.encoding.name(), decoded, mixed)
    }

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let text = "Größe;Preis €\r\n„ä“;1,50\r\n";
        let windows: Vec<u8> = WINDOWS_1252.encode(text).0.into_owned();
        let table: [(&str, Vec<u8>); 7] = [
            ("UTF-8", text.as_bytes().to_vec()),
            ("UTF-8", format!("\u{feff}{text}").into_bytes()),
            ("UTF-16LE", utf16(&format!("\u{feff}{text}"), u16::to_le_bytes)),
            ("UTF-16BE", utf16(&format!("\u{feff}{text}"), u16::to_be_bytes)),
            ("UTF-16LE", utf16(text, u16::to_le_bytes)),
            ("UTF-16BE", utf16(text, u16::to_be_bytes)),
            ("windows-1252", windows),
        ];
        for (encoding, bytes) in table {
            assert_eq!(read(&bytes), (encoding, text.to_owned(), None));
        }
    }

    #[test]
    fn the_encoding_is_decided_by_the_whole_file() {
        let mut bytes = "sku;name\n".repeat(50_000).into_bytes();
        bytes.extend(b"A;Gr\xf6\xdfe\n");
        let (encoding, text, mixed) = read(&bytes);
        assert_eq!((encoding, mixed, text.ends_with("A;Größe\n")), ("windows-1252", None, true));
        // A letter of several bytes on the border of two buffers is one letter.
        for shift in 0..4 {
            let text = format!("{}{}", "x".repeat(shift), "€ä".repeat(40_000));
            assert_eq!(read(text.as_bytes()), ("UTF-8", text, None));
        }
        let (encoding, _, mixed) = read(b"a;\xc3\xa4\nb;\xe4;c\n");
        assert_eq!((encoding, mixed), ("windows-1252", Some(Mixed { line: 2 })));
        // A file that was cut within a letter is no other encoding.
        let (encoding, text, mixed) = read(b"a;\xc3\xa4\nb;\xc3");
        assert_eq!((encoding, text.as_str(), mixed), ("UTF-8", "a;ä\nb;\u{fffd}", Some(Mixed { line: 2 })));
    }
}
