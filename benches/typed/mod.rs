//! What staff type: texts from files, or made from the names of a catalog, with the items that each should find.

use std::collections::{BTreeSet, HashMap};
use std::fs;

use goeswith::db::Catalog;
use goeswith::search::{fold, words};
use serde::Deserialize;

use crate::goods::Chance;

/// Texts made of each kind.
const EACH: usize = 60;
/// Texts of which every beginning is typed, of each kind.
const TYPED: usize = 10;

/// One text, and the SKUs of which one should be found; none where nothing is said of it.
#[derive(Clone, Debug, Deserialize)]
pub struct Line {
    pub query: String,
    #[serde(default)]
    pub class: String,
    #[serde(default)]
    pub relevant: BTreeSet<String>,
}

/// The lines of a file of JSON lines.
pub fn read(file: &str) -> Vec<Line> {
    let text = fs::read_to_string(file).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Texts made of words of names, and every beginning of some of them.
pub fn made(catalog: &Catalog) -> (Vec<Line>, Vec<Line>) {
    let names = Names::of(catalog);
    let mut chance = Chance(475);
    let (mut whole, mut beginnings) = (Vec::new(), Vec::new());
    for slip in Slip::ALL {
        let made = (0..EACH * 100).filter_map(|_| names.line(slip, &mut chance));
        let made: Vec<Line> = made.take(EACH).collect();
        for line in made.iter().take(TYPED) {
            let ends = line.query.char_indices().filter(|(_, c)| *c != ' ').map(|(at, c)| at + c.len_utf8());
            beginnings.extend(ends.map(|end| Line { query: line.query[..end].to_owned(), ..line.clone() }));
        }
        whole.extend(made);
    }
    (whole, beginnings)
}

/// How a text differs from the words it was made of.
#[derive(Clone, Copy, Debug)]
enum Slip {
    Order,
    Beginning,
    Transposed,
    Missing,
    NoBlank,
}

impl Slip {
    const ALL: [Self; 5] = [Self::Order, Self::Beginning, Self::Transposed, Self::Missing, Self::NoBlank];

    fn name(self) -> &'static str {
        match self {
            Self::Order => "words",
            Self::Beginning => "prefix",
            Self::Transposed => "transposed",
            Self::Missing => "missing",
            Self::NoBlank => "no blank",
        }
    }

    /// The words as they are typed. The last has at least five letters, and they stand in the order of the name.
    fn of(self, mut words: Vec<String>, chance: &mut Chance) -> String {
        let mut last: Vec<char> = words.pop().unwrap_or_default().chars().collect();
        let inner = 1 + chance.below(last.len() as u64 - 2) as usize;
        match self {
            Self::Order | Self::NoBlank => {}
            Self::Beginning => last.truncate(3),
            Self::Transposed => last.swap(inner, inner + 1),
            Self::Missing => drop(last.remove(inner)),
        }
        words.push(last.into_iter().collect());
        match self {
            Self::Order => words.reverse(),
            Self::NoBlank => return words.concat(),
            _ => {}
        }
        words.join(" ")
    }
}

/// All names as their words.
struct Names {
    skus: Vec<String>,
    words: Vec<Vec<String>>,
    holders: HashMap<String, Vec<u32>>,
}

impl Names {
    fn of(catalog: &Catalog) -> Self {
        let mut names = Self { skus: Vec::new(), words: Vec::new(), holders: HashMap::new() };
        let each = catalog.each_search_row(|row| {
            let item = names.skus.len() as u32;
            let own: Vec<String> = words(&fold(&row.name)).map(|word| word.text).collect();
            for word in own.iter().collect::<BTreeSet<_>>() {
                names.holders.entry(word.clone()).or_default().push(item);
            }
            names.words.push(own);
            names.skus.push(row.sku);
            true
        });
        each.unwrap();
        names
    }

    /// Two words that stand side by side in some name, the second of letters alone, and all items that hold both.
    fn line(&self, slip: Slip, chance: &mut Chance) -> Option<Line> {
        let own = &self.words[chance.below(self.words.len() as u64) as usize];
        let pairs = own.windows(2).filter(|pair| pair[0].len() >= 3 && is_long_word(&pair[1]));
        let pairs: Vec<_> = pairs.collect();
        let pair = pairs.get(chance.below(pairs.len().max(1) as u64) as usize)?;
        let query = slip.of(pair.to_vec(), chance);
        let begins = |word: &String| match slip {
            Slip::Beginning => word.starts_with(query.rsplit(' ').next().unwrap_or_default()),
            _ => *word == pair[1],
        };
        let holders = self.holders[&pair[0]].iter().map(|&item| item as usize);
        let relevant = holders.filter(|&item| self.words[item].iter().any(begins));
        let relevant = relevant.map(|item| self.skus[item].clone()).collect();
        Some(Line { query, class: slip.name().to_owned(), relevant })
    }
}

fn is_long_word(word: &str) -> bool {
    word.chars().count() >= 5 && word.chars().all(char::is_alphabetic)
}
