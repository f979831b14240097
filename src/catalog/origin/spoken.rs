//! Whose sentences a pair has: language by language, each cell with the row it comes from.

use crate::catalog::read::sentences::COLUMNS;
use crate::catalog::read::talking;
use crate::catalog::source::Source;
use crate::catalog::talk::{Layer, Own, TalkingPoints};

/// A row of the source.
pub type Place = (&'static str, u64);

/// What is said of a pair in one language and variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// The language.
    pub language: String,
    /// The variant; empty is the usual one.
    pub variant: String,
    /// Column, text, and the row it stands in; in the order of the columns. Empty where nothing is said.
    pub cells: Vec<(&'static str, String, Place)>,
}

/// What is said in each of the shop's languages, and in each variant that some row has. `own` is what the link or the pair
/// says itself, and where.
pub fn of(
    source: &Source,
    points: &TalkingPoints<'_>,
    rows: &[u32],
    own: Option<Own<'_>>,
    own_place: Place,
) -> Vec<Spoken> {
    let layers = points.layers(own, rows);
    let mut asked: Vec<(&str, &str)> = source.shop.languages.iter().map(|language| (language.as_str(), "")).collect();
    for layer in &layers {
        if !asked.contains(&(layer.language, layer.variant)) {
            asked.push((layer.language, layer.variant));
        }
    }
    let place =
        |layer: &Layer| layer.row.map_or(own_place, |row| (talking::FILE, source.talking[row as usize].at.line));
    let spoken = |(language, variant): (&str, &str)| {
        let usual = layers.iter().filter(|layer| layer.variant.is_empty());
        let changed = layers.iter().filter(|layer| !variant.is_empty() && layer.variant == variant);
        let mut cells: [Option<(String, Place)>; 7] = Default::default();
        for layer in usual.chain(changed).filter(|layer| layer.language == language) {
            for (number, cell) in cells.iter_mut().enumerate().filter(|(number, _)| layer.sentences.replaces()[*number])
            {
                *cell = layer.sentences.0[number].as_ref().map(|text| (text.to_string(), place(layer)));
            }
        }
        let cells = COLUMNS.into_iter().zip(cells);
        let cells = cells.filter_map(|(column, cell)| cell.map(|(text, place)| (column, text, place))).collect();
        Spoken { language: language.to_owned(), variant: variant.to_owned(), cells }
    };
    asked.into_iter().map(spoken).collect()
}
