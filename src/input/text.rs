//! Bytes of a line → text: UTF-8, else Windows-1252, which is what old tills write.

/// What Windows-1252 has where Latin-1 has control characters; 0 where it has nothing.
const UPPER: [u16; 32] = [
    0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0, 0,
    0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178,
];

/// The text of a line. Every sequence of bytes has one.
pub fn decode(bytes: Vec<u8>) -> String {
    match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => error.into_bytes().into_iter().map(of_windows).collect(),
    }
}

fn of_windows(byte: u8) -> char {
    match byte {
        0x80..=0x9f => match UPPER[usize::from(byte - 0x80)] {
            0 => char::REPLACEMENT_CHARACTER,
            code => char::from_u32(code.into()).unwrap_or(char::REPLACEMENT_CHARACTER),
        },
        byte => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_tills_are_read_as_well() {
        assert_eq!(decode("Pâté 2,50 €".as_bytes().to_vec()), "Pâté 2,50 €");
        assert_eq!(decode(b"P\xe2t\xe9 2,50 \x80".to_vec()), "Pâté 2,50 €");
        assert_eq!(decode(vec![0xff, 0x81, 0x9f]), "ÿ\u{fffd}Ÿ");
    }
}
