//! The shop's own number of an item.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::text::clean;

/// 1 to 64 visible characters, inner blanks and `&` included, no `|`, compared exactly: `ab 12` and `AB 12` are two
/// items. Clones share their bytes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Sku(Arc<str>);

/// Why a text is no [`Sku`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SkuError {
    /// Nothing but blanks.
    #[error("SKU is empty")]
    Empty,
    /// More than 64 characters.
    #[error("SKU is longer than 64 characters")]
    TooLong,
    /// It holds `|`, which separates several SKUs in one cell.
    #[error("SKU holds \"|\"")]
    Bar,
    /// It holds control or format characters.
    #[error("SKU holds characters that cannot be seen")]
    Invisible,
}

impl Sku {
    /// Checks `raw`, blanks at both ends apart.
    pub fn parse(raw: &str) -> Result<Self, SkuError> {
        if raw.len() <= 64 && !raw.is_empty() && raw.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'|') {
            return Ok(Self(raw.into())); // nearly all of them, of which histories hold millions
        }
        let cleaned = clean(raw);
        match () {
            () if cleaned.removed > 0 => Err(SkuError::Invisible),
            () if cleaned.text.is_empty() => Err(SkuError::Empty),
            () if cleaned.text.chars().count() > 64 => Err(SkuError::TooLong),
            () if cleaned.text.contains('|') => Err(SkuError::Bar),
            () => Ok(Self(cleaned.text.into())),
        }
    }

    /// The number as the shop writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same, sharing its bytes.
    pub fn shared(&self) -> Arc<str> {
        Arc::clone(&self.0)
    }
}

impl Borrow<str> for Sku {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Sku {
    type Error = SkuError;

    fn try_from(raw: String) -> Result<Self, SkuError> {
        Self::parse(&raw)
    }
}

impl From<Sku> for String {
    fn from(sku: Sku) -> Self {
        sku.0.as_ref().to_owned()
    }
}

impl fmt::Display for Sku {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_and_ampersands_belong_to_a_sku() {
        for good in ["PRN-200", "A & B 12", "0", "Ü-7", &"x".repeat(64)] {
            assert_eq!(Sku::parse(good).map(String::from), Ok(good.to_owned()));
        }
        let bad =
            [("", SkuError::Empty), ("  ", SkuError::Empty), ("A|B", SkuError::Bar), ("A\tB", SkuError::Invisible)];
        for (raw, error) in bad {
            assert_eq!(Sku::parse(raw), Err(error), "{raw:?}");
        }
        assert_eq!(Sku::parse(&"x".repeat(65)), Err(SkuError::TooLong));
    }
}
