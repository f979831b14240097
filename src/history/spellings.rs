//! The SKUs of a history as they are written, until it is known which items they are.

use super::place::Place;
use crate::domain::Sku;
use crate::mine::Names;

/// Spellings with how often and where they first came.
#[derive(Debug, Default)]
pub struct Spellings {
    names: Names,
    uses: Vec<Use>,
}

/// How a spelling was used.
#[derive(Clone, Copy, Debug)]
pub struct Use {
    /// On so many lines.
    pub lines: u64,
    /// The first of them.
    pub first: Place,
}

impl Spellings {
    /// The number of a spelling that stands at a place; places rise.
    pub fn number(&mut self, raw: &[u8], place: Place) -> u32 {
        let number = self.names.number(raw);
        match self.uses.get_mut(number as usize) {
            Some(known) => known.lines += 1,
            None => self.uses.push(Use { lines: 1, first: place }),
        }
        number
    }

    /// Each with the SKU it is; an error where it is none.
    pub fn iter(&self) -> impl Iterator<Item = (String, Result<Sku, crate::domain::sku::SkuError>, Use)> {
        self.uses.iter().zip(0_u32..).map(|(&of, number)| {
            let raw = String::from_utf8_lossy(self.names.text(number)).into_owned();
            let sku = Sku::parse(&raw);
            (raw, sku, of)
        })
    }

    /// How each was used, by number.
    pub fn uses(&self) -> &[Use] {
        &self.uses
    }

    /// About how much memory they take.
    pub fn memory(&self) -> usize {
        self.names.memory() + self.uses.capacity() * size_of::<Use>()
    }
}
