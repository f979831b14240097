//! An inverted index in memory: a sorted vocabulary, postings by word, words by item. Items are numbered by sales
//! rank, so that walking them in order meets the likeliest first.

use std::collections::HashMap;

use super::fold::{fold, words};
use crate::domain::ItemId;

/// Candidates scored exactly; those beyond are less asked for than all of these.
const MAX_CANDIDATES: usize = 3_000;
/// Words of a text that count; a longer text was pasted, not typed.
const MAX_WORDS: usize = 16;

/// What is indexed of one item.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// Its number.
    pub id: ItemId,
    /// Its SKU.
    pub sku: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Its maker.
    pub brand: Option<&'a str>,
}

/// Items for a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The best, in order.
    pub items: Vec<ItemId>,
    /// How many match in all.
    pub total: usize,
    /// True where no item holds every word, and those that hold most are shown.
    pub nearest: bool,
}

/// The index of one catalog.
#[derive(Debug, Default)]
pub struct Index {
    ids: Vec<ItemId>,
    vocabulary: Vec<Box<str>>,
    /// Postings of word `w`: items `posting_starts[w]..posting_starts[w + 1]` of `postings`, ascending.
    posting_starts: Vec<u32>,
    postings: Vec<u32>,
    /// Words of item `i`, in the order of its name, likewise.
    word_starts: Vec<u32>,
    item_words: Vec<u32>,
    /// Folded SKUs with their items, sorted.
    skus: Vec<(Box<str>, u32)>,
}

impl Index {
    /// An index to be filled item by item, in the order of their numbers.
    pub fn building() -> Building {
        Building::default()
    }

    /// Indexes items; they must come in the order of their numbers.
    pub fn build<'a>(entries: impl IntoIterator<Item = Entry<'a>>) -> Self {
        let mut building = Building::default();
        for entry in entries {
            building.add(&entry);
        }
        building.finish()
    }

    /// The items that match `text`, best first, `limit` at most.
    pub fn search(&self, text: &str, limit: usize) -> Found {
        let folded = fold(text.trim());
        let query: Vec<String> = words(&folded).take(MAX_WORDS).collect();
        let mut found = self.by_words(&query, limit);
        let by_sku = self.by_sku(&folded);
        if !by_sku.is_empty() {
            found.total += by_sku.iter().filter(|id| !found.items.contains(id)).count();
            if found.nearest {
                found = Found { total: by_sku.len(), ..Found::default() };
            }
            let exact = self.skus.binary_search_by(|(sku, _)| sku.as_ref().cmp(&folded)).is_ok();
            found.items.retain(|id| !by_sku.contains(id));
            let at = if exact { 0 } else { found.items.len().min(limit / 2) };
            found.items.splice(at..at, by_sku);
            found.items.truncate(limit);
        }
        found
    }

    fn by_words(&self, query: &[String], limit: usize) -> Found {
        let ranges: Vec<_> = query.iter().map(|word| self.range(word)).collect();
        let sets: Vec<Set> = ranges.iter().map(|range| self.items_of(range)).collect();
        let Some((first, others)) = sets.split_first() else {
            return Found::default();
        };
        let mut every = first.clone();
        for set in others {
            every.keep(set);
        }
        let total = every.count();
        let (candidates, nearest) = if total > 0 { (every, false) } else { (most(&sets), true) };
        let total = if nearest { candidates.count() } else { total };
        let mut scored: Vec<(f64, u32)> =
            candidates.ones().take(MAX_CANDIDATES).map(|item| (self.score(item, &ranges), item)).collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let items = scored.into_iter().take(limit).map(|(_, item)| self.ids[item as usize]).collect();
        Found { items, total, nearest: nearest && total > 0 }
    }

    /// Words that are `word` or begin with it. The exact word, where there is one, is the first of the range.
    fn range(&self, word: &str) -> WordRange {
        let start = self.vocabulary.partition_point(|known| known.as_ref() < word);
        let end = start + self.vocabulary[start..].partition_point(|known| known.starts_with(word));
        let exact = self.vocabulary.get(start).is_some_and(|known| known.as_ref() == word);
        WordRange { start: start as u32, end: end as u32, exact }
    }

    fn items_of(&self, range: &WordRange) -> Set {
        let mut set = Set::new(self.ids.len());
        let bounds =
            self.posting_starts[range.start as usize] as usize..self.posting_starts[range.end as usize] as usize;
        self.postings[bounds].iter().for_each(|&item| set.insert(item));
        set
    }

    fn by_sku(&self, folded: &str) -> Vec<ItemId> {
        if folded.is_empty() {
            return Vec::new();
        }
        let start = self.skus.partition_point(|(sku, _)| sku.as_ref() < folded);
        let matches = self.skus[start..].iter().take_while(|(sku, _)| sku.starts_with(folded)).take(5);
        matches.map(|&(_, item)| self.ids[item as usize]).collect()
    }

    /// How well an item answers: whole words before beginnings, words at the front of the name and next to each other
    /// before scattered ones, and among equals what sells more, then the shorter name.
    fn score(&self, item: u32, ranges: &[WordRange]) -> f64 {
        let bounds = self.word_starts[item as usize] as usize..self.word_starts[item as usize + 1] as usize;
        let own = &self.item_words[bounds];
        let mut score = 0.0;
        let mut previous: Option<usize> = None;
        for range in ranges {
            let exact = own.iter().position(|&word| range.exact && word == range.start);
            let place = exact.or_else(|| own.iter().position(|&word| (range.start..range.end).contains(&word)));
            let Some(place) = place else { continue };
            score += if exact.is_some() { 3.0 } else { 2.0 };
            score += 0.6 / (1.0 + place as f64);
            score += match previous {
                Some(before) if place == before + 1 => 0.6,
                Some(before) if place > before => 0.2,
                _ => 0.0,
            };
            previous = Some(place);
        }
        let rank = f64::from(item) / self.ids.len().max(1) as f64;
        score - 0.5 * rank.sqrt() - 0.02 * own.len() as f64
    }
}

#[derive(Clone, Debug)]
struct WordRange {
    start: u32,
    end: u32,
    exact: bool,
}

/// A bit for each item.
#[derive(Clone)]
struct Set(Vec<u64>);

impl Set {
    fn new(items: usize) -> Self {
        Self(vec![0; items.div_ceil(64)])
    }

    fn insert(&mut self, item: u32) {
        self.0[item as usize / 64] |= 1 << (item % 64);
    }

    fn keep(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(mine, theirs)| *mine &= theirs);
    }

    fn count(&self) -> usize {
        self.0.iter().map(|bits| bits.count_ones() as usize).sum()
    }

    fn ones(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().enumerate().flat_map(|(word, &bits)| {
            (0..64).filter(move |bit| bits & (1 << bit) != 0).map(move |bit| word as u32 * 64 + bit)
        })
    }
}

/// The items that are in as many of the sets as any item is.
fn most(sets: &[Set]) -> Set {
    let mut layers: Vec<Set> = Vec::new();
    for set in sets {
        // layers[k] holds the items met at least k + 1 times so far.
        for level in (0..layers.len()).rev() {
            let mut both = layers[level].clone();
            both.keep(set);
            match layers.get_mut(level + 1) {
                Some(above) => above.0.iter_mut().zip(&both.0).for_each(|(mine, theirs)| *mine |= theirs),
                None if both.count() > 0 => layers.push(both),
                None => {}
            }
        }
        match layers.first_mut() {
            Some(base) => base.0.iter_mut().zip(&set.0).for_each(|(mine, theirs)| *mine |= theirs),
            None => layers.push(set.clone()),
        }
    }
    layers.into_iter().rfind(|layer| layer.count() > 0).unwrap_or_else(|| Set(Vec::new()))
}

/// An index that is being filled.
#[derive(Debug, Default)]
pub struct Building {
    numbers: HashMap<Box<str>, u32>,
    ids: Vec<ItemId>,
    word_starts: Vec<u32>,
    item_words: Vec<u32>,
    skus: Vec<(Box<str>, u32)>,
}

impl Building {
    /// Adds an item.
    pub fn add(&mut self, entry: &Entry<'_>) {
        let item = self.ids.len() as u32;
        self.ids.push(entry.id);
        self.word_starts.push(self.item_words.len() as u32);
        let name = fold(entry.name);
        let brand = entry.brand.map(fold).unwrap_or_default();
        for word in words(&name).chain(words(&brand)) {
            let next = self.numbers.len() as u32;
            let number = match self.numbers.get(word.as_str()) {
                Some(&known) => known,
                None => *self.numbers.entry(word.into()).or_insert(next),
            };
            self.item_words.push(number);
        }
        self.skus.push((fold(entry.sku).into(), item));
    }

    /// The index of all that was added.
    pub fn finish(mut self) -> Index {
        self.word_starts.push(self.item_words.len() as u32);
        let mut sorted: Vec<(Box<str>, u32)> = self.numbers.into_iter().collect();
        sorted.sort_unstable();
        let mut renumbered = vec![0; sorted.len()];
        sorted.iter().enumerate().for_each(|(new, (_, old))| renumbered[*old as usize] = new as u32);
        self.item_words.iter_mut().for_each(|word| *word = renumbered[*word as usize]);
        let (posting_starts, postings) = invert(&self.word_starts, &self.item_words, sorted.len());
        self.skus.sort_unstable();
        Index {
            ids: self.ids,
            vocabulary: sorted.into_iter().map(|(word, _)| word).collect(),
            posting_starts,
            postings,
            word_starts: self.word_starts,
            item_words: self.item_words,
            skus: self.skus,
        }
    }
}

/// Words by item → items by word, by counting.
fn invert(word_starts: &[u32], item_words: &[u32], vocabulary: usize) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0u32; vocabulary + 1];
    for &word in item_words {
        starts[word as usize + 1] += 1;
    }
    for word in 0..vocabulary {
        starts[word + 1] += starts[word];
    }
    let mut next = starts.clone();
    let mut postings = vec![0u32; item_words.len()];
    for item in 0..word_starts.len().saturating_sub(1) {
        for &word in &item_words[word_starts[item] as usize..word_starts[item + 1] as usize] {
            postings[next[word as usize] as usize] = item as u32;
            next[word as usize] += 1;
        }
    }
    (starts, postings)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [(&str, &str); 7] = [
        ("A1", "Paint roller set 9 in"),
        ("A2", "Mini paint roller 4 in"),
        ("A3", "Roller paint tray, large"),
        ("B-200", "Crème brûlée torch"),
        ("B-201", "USB-C Cable 2 m"),
        ("C1", "Masking tape 50 m"),
        ("C2", "Exterior wood stain, oak, 2.5 L"),
    ];

    fn index() -> Index {
        let entry = |(number, (sku, name)): (usize, &(&'static str, &'static str))| Entry {
            id: ItemId(number as u32 + 1),
            sku,
            name,
            brand: None,
        };
        Index::build(NAMES.iter().enumerate().map(entry))
    }

    fn search(text: &str) -> Vec<&'static str> {
        index().search(text, 10).items.into_iter().map(|id| NAMES[id.0 as usize - 1].0).collect()
    }

    #[test]
    fn words_match_in_any_order_and_by_their_beginning() {
        assert_eq!(search("roll pa"), ["A3", "A1", "A2"]);
        assert_eq!(search("tape mask"), ["C1"]);
        assert_eq!(search("creme"), ["B-200"]);
        assert_eq!(search("BRÛ"), ["B-200"]);
        assert_eq!(search("stain 2,5"), ["C2"]);
        assert_eq!(search(""), Vec::<&str>::new());
        assert_eq!(search("xyzzy"), Vec::<&str>::new());
    }

    #[test]
    fn a_sku_is_found_by_its_beginning_and_first_where_it_is_whole() {
        assert_eq!(search("b-20"), ["B-200", "B-201"]);
        assert_eq!(search("B-201"), ["B-201"]);
        assert_eq!(search("a1")[0], "A1");
    }

    #[test]
    fn where_nothing_holds_every_word_the_nearest_are_said_to_be() {
        let found = index().search("paint roller gold", 10);
        assert!(found.nearest);
        assert_eq!(found.total, 3);
        assert!(!index().search("paint roller", 10).nearest);
    }

    #[test]
    fn an_empty_catalog_finds_nothing() {
        assert_eq!(Index::build([]).search("anything", 10), Found::default());
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".{0,200}") {
            let _ = index().search(&text, 10);
        }
    }
}
