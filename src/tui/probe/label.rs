//! A label that a scanner reads off the screen: EAN-13 in half blocks, two modules a column, or EAN-8 in blanks of two
//! colours, one module a column, where the terminal has no blocks.
//!
//! Encoding by the GS1 General Specifications, section 5.2 (EAN/UPC): number sets A, B and C, guards 101 and 01010.

/// The number of the label in blocks: from the range 952 that GS1 keeps for demonstrations, every digit in it, so that
/// the layout of the keyboard shows.
pub const EAN_13: &str = "9520134678018";
/// The number of the label in blanks: for use inside a shop alone.
pub const EAN_8: &str = "20134679";

/// Odd parity, left; the right side is its complement, even parity that complement backwards.
const SET_A: [u8; 10] = [
    0b000_1101, 0b001_1001, 0b001_0011, 0b011_1101, 0b010_0011, 0b011_0001, 0b010_1111, 0b011_1011, 0b011_0111,
    0b000_1011,
];
/// Which of the six digits on the left have even parity, by the first digit.
const EVEN: [u8; 10] =
    [0b00_0000, 0b00_1011, 0b00_1101, 0b00_1110, 0b01_0011, 0b01_1001, 0b01_1100, 0b01_0101, 0b01_0110, 0b01_1010];

/// The modules of an EAN-13 (95) or EAN-8 (67), true for dark; empty for anything else.
pub fn modules(number: &str) -> Vec<bool> {
    let digits: Vec<usize> = number.chars().filter_map(|c| c.to_digit(10)).map(|digit| digit as usize).collect();
    let (even, left, right) = match (digits.len(), digits.len() == number.len()) {
        (13, true) => (EVEN[digits[0]], &digits[1..7], &digits[7..]),
        (8, true) => (0, &digits[..4], &digits[4..]),
        _ => return Vec::new(),
    };
    let mut modules = vec![true, false, true];
    for (place, digit) in left.iter().enumerate() {
        let odd = SET_A[*digit];
        let is_even = (even << place) & 0b10_0000 != 0;
        push(&mut modules, if is_even { (!odd & 0x7f).reverse_bits() >> 1 } else { odd });
    }
    modules.extend([false, true, false, true, false]);
    for digit in right {
        push(&mut modules, !SET_A[*digit] & 0x7f);
    }
    modules.extend([true, false, true]);
    modules
}

fn push(modules: &mut Vec<bool>, seven: u8) {
    modules.extend((0..7).rev().map(|bit| (seven >> bit) & 1 == 1));
}

/// One row of an EAN-13: two modules a column, with the quiet zones that the symbol needs (11 and 7 modules). To be
/// drawn dark on light.
pub fn in_blocks(number: &str) -> String {
    let quiet = |modules: usize| std::iter::repeat_n(false, modules);
    let all: Vec<bool> = quiet(11).chain(modules(number)).chain(quiet(8)).collect();
    let column = |pair: &[bool]| match (pair[0], pair.get(1).copied().unwrap_or(false)) {
        (true, true) => '\u{2588}',
        (true, false) => '\u{258c}',
        (false, true) => '\u{2590}',
        (false, false) => ' ',
    };
    all.chunks(2).map(column).collect()
}

/// One row of an EAN-8 as runs of columns, each with true for dark: 80 columns with its quiet zones.
pub fn in_blanks(number: &str) -> Vec<(usize, bool)> {
    let mut runs: Vec<(usize, bool)> = vec![(6, false)];
    for dark in modules(number).into_iter().chain([false; 7]) {
        match runs.last_mut() {
            Some((columns, last)) if *last == dark => *columns += 1,
            _ => runs.push((1, dark)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Gtin;

    fn bits(number: &str) -> String {
        modules(number).into_iter().map(|dark| if dark { '1' } else { '0' }).collect()
    }

    #[test]
    fn the_labels_are_numbers() {
        for number in [EAN_13, EAN_8] {
            assert!(
                Gtin::parse(number).is_ok(),
                "{number}: {:?}",
                crate::domain::gtin::check_digit(&number[..number.len() - 1])
            );
        }
        assert!(('0'..='9').all(|digit| EAN_13.contains(digit)));
    }

    /// The worked examples in descriptions of the symbology: EAN-13 4003994155486 and EAN-8 55123457.
    #[test]
    fn bars_are_those_of_the_standard() {
        let ean_13 = "101 0001101 0100111 0111101 0001011 0010111 0011101 01010 \
                      1100110 1001110 1001110 1011100 1001000 1010000 101";
        assert_eq!(bits("4003994155486"), ean_13.replace(' ', ""));
        assert_eq!(bits("55123457"), "1010110001011000100110010010011010101000010101110010011101000100101");
        assert_eq!(bits("4711"), "");
    }

    #[test]
    fn every_label_fits_into_80_columns() {
        assert_eq!((modules(EAN_13).len(), in_blocks(EAN_13).chars().count()), (95, 57));
        let runs = in_blanks(EAN_8);
        assert_eq!(runs.iter().map(|(columns, _)| columns).sum::<usize>(), 80);
        assert_eq!((runs.first(), runs.last()), (Some(&(6, false)), Some(&(7, false))));
    }
}
