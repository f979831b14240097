//! Takes out of a till's text what steers receipt printers and customer displays, ESC/POS and the display protocols
//! that are like it. A command that clears, cuts or moves to another line ends the line of text.
//!
//! Lengths of the commands: Epson's ESC/POS reference for TM printers and DM-D displays, and the CD5220 command set. An
//! unknown command loses its lead byte alone, so that no text behind it is lost.

const ESC: u8 = 0x1b;
const FS: u8 = 0x1c;
const GS: u8 = 0x1d;
const US: u8 = 0x1f;
const DLE: u8 = 0x10;

/// The longest picture that is passed over, in bytes; a larger one is no picture but noise.
const LARGEST: usize = 256 * 1024;
/// No command has more bytes before its data.
const HEADER: usize = 40;

/// Where in a command the stream is.
#[derive(Debug, Default)]
pub struct Controls {
    /// Lead byte of the command under way, and what followed it so far.
    command: Option<(u8, Vec<u8>)>,
    /// So many bytes of data are still to be passed over.
    data: usize,
}

/// What the bytes of a command so far amount to.
enum Rest {
    /// It goes on.
    More,
    /// It is whole, but for so many bytes of data.
    Data(usize),
    /// It is none.
    None,
}

impl Controls {
    /// Takes a byte; gives one of text, a blank, or a line end, where there is something to give.
    pub fn pass(&mut self, byte: u8) -> Option<u8> {
        if self.data > 0 {
            self.data -= 1;
            return None;
        }
        let Some((lead, mut seen)) = self.command.take() else { return self.plain(byte) };
        seen.push(byte);
        match rest(lead, &seen) {
            Rest::More if seen.len() < HEADER => {
                self.command = Some((lead, seen));
                None
            }
            Rest::None => self.plain(byte),
            Rest::More => None,
            Rest::Data(length) => {
                self.data = if length <= LARGEST { length } else { 0 };
                instead(lead, &seen)
            }
        }
    }

    fn plain(&mut self, byte: u8) -> Option<u8> {
        match byte {
            ESC | FS | GS | US | DLE => {
                self.command = Some((byte, Vec::new()));
                None
            }
            b'\r' | b'\n' => Some(byte),
            // Start and end of a message, home, clear, clear this line.
            0x02..=0x04 | 0x0b | 0x0c | 0x18 => Some(b'\n'),
            b'\t' => Some(b' '),
            0x00..=0x1f | 0x7f => None,
            text => Some(text),
        }
    }
}

fn rest(lead: u8, seen: &[u8]) -> Rest {
    let whole = |is_whole: bool| if is_whole { Rest::Data(0) } else { Rest::More };
    match (lead, seen) {
        (ESC, [b'[', rest @ ..]) => whole(rest.last().is_some_and(|last| (0x40..=0x7e).contains(last))),
        (ESC | FS | GS, [b'(', _, low, high]) => Rest::Data(number(*low, *high)),
        (ESC, [b'*', m, low, high]) => Rest::Data(number(*low, *high) * if *m >= 32 { 3 } else { 1 }),
        (ESC, [b'D', .., last]) => whole(*last == 0),
        (GS, [b'v', _, _, x_low, x_high, y_low, y_high]) => {
            Rest::Data(number(*x_low, *x_high) * number(*y_low, *y_high))
        }
        (GS, [b'k', m, length]) if *m >= 65 => Rest::Data(usize::from(*length)),
        (GS, [b'k', m, .., last]) if *m < 65 => whole(*last == 0),
        (GS, [b'V', m]) => whole(!matches!(m, 65..=68 | 97 | 98 | 103 | 104)),
        (_, []) | (ESC | FS | GS, [b'(', ..]) | (ESC, [b'*' | b'D', ..]) | (GS, [b'V'] | [b'v' | b'k', ..]) => {
            Rest::More
        }
        (GS, [b'V', ..]) => Rest::Data(0),
        (_, [command, parameters @ ..]) => match length(lead, *command) {
            Some(length) => whole(parameters.len() >= length),
            None => Rest::None,
        },
    }
}

/// How many parameters follow a command of fixed length; `None` for one that is not known.
fn length(lead: u8, command: u8) -> Option<usize> {
    let commands: &[(&[u8], usize)] = match lead {
        ESC => &[(b"@2<LSivm\x0c\x11\x12\x13", 0), (b" !%-3=?EGJKMQRTUVadefrstu{_", 1), (b"$\\cl", 2), (b"p", 3)],
        FS => &[(b"&.", 0), (b"!-CW", 1), (b"Sp", 2)],
        GS => &[(b":c", 0), (b"!BHITabfhrw/", 1), (b"$LPW\\z", 2), (b"^V", 3)],
        US => &[(b"@:BU.,\r\n\x01\x02\x03\x04\x05", 0), (b"CEX;vr!", 1), (b"$T^#", 2)],
        DLE => &[(b"\x04\x05", 1), (b"\x14", 3)],
        _ => &[],
    };
    commands.iter().find(|(known, _)| known.contains(&command)).map(|(_, length)| *length)
}

/// What a command leaves in the text.
fn instead(lead: u8, seen: &[u8]) -> Option<u8> {
    match (lead, seen) {
        (
            ESC,
            [b'[', .., b'A' | b'B' | b'E' | b'F' | b'H' | b'J' | b'd' | b'f']
            | [b'@' | b'd' | b'J' | b'i' | b'm' | b'Q' | b'l', ..],
        )
        | (GS, [b'V', ..])
        | (US, [b'$' | b'@' | b'\r' | b'\n', ..]) => Some(b'\n'),
        (ESC | GS, [b'$' | b'\\', ..]) => Some(b' '),
        _ => None,
    }
}

fn number(low: u8, high: u8) -> usize {
    usize::from(u16::from_le_bytes([low, high]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> String {
        let mut controls = Controls::default();
        let text: Vec<u8> = bytes.iter().filter_map(|byte| controls.pass(*byte)).collect();
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn commands_leave_no_trace_and_moves_end_the_line() {
        let table: [(&[u8], &str); 14] = [
            (b"\x1b@\x1bt\x10\x1b!\x30SUM\x1b!\x00", "\nSUM"),
            (b"4006381333931\x1b$\x40\x0112.99", "4006381333931 12.99"),
            (b"\x0c4006381333931\x1f$\x01\x02 12.99", "\n4006381333931\n 12.99"),
            (b"\x1bQA4006381333931\r\x1bQB12.99\r", "\n4006381333931\r\n12.99\r"),
            (b"\x1b[2J\x1b[1;31mab\x1b[0m", "\nab"),
            (b"a\x1dk\x04123456789\0b", "ab"),
            (b"a\x1dkI\x0a0123456789b", "ab"),
            (b"a\x1b*\x21\x02\x00xxxxxxb", "ab"),
            (b"a\x1dv0\x00\x02\x00\x02\x00xxxxb", "ab"),
            (b"a\x1d(L\x03\x00xxxb", "ab"),
            (b"a\x1bp\x00\x19\xfab", "ab"),
            (b"a\x1dVA\x03b", "a\nb"),
            (b"a\x1bD\x08\x10\x00b\tc", "ab c"),
            (b"]C10109520123456788\x1d10AB", "]C1010952012345678810AB"),
        ];
        for (bytes, expected) in table {
            assert_eq!(text(bytes), expected, "{bytes:?}");
        }
    }

    #[test]
    fn noise_is_survived() {
        let mut dice: u32 = 7;
        let mut controls = Controls::default();
        for _ in 0..200_000 {
            dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let passed = controls.pass((dice >> 24) as u8);
            assert!(passed.is_none_or(|byte| byte >= 0x20 || matches!(byte, b'\r' | b'\n')));
        }
        assert_eq!(text(b"\x1dv0\x00\xff\xff\xff\xffstill here"), "still here");
    }
}
