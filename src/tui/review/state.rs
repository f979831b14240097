//! Everything the screen knows.

use std::collections::HashMap;
use std::sync::Arc;

use tui_input::Input as TextLine;

use crate::domain::proposal::{Direction, likely_kind, ways};
use crate::domain::writing::Part;
use crate::domain::{CleanText, Currency, LinkKind, Partner, Proposal, Ruling, Standing, Written};
use crate::search::fold;
use crate::tui::key::Key;
use crate::tui::keymap::Keymap;
use crate::tui::state::{Looks, Said};
use crate::words::Words;

/// So long a frame waits for what is on its way to disk, in ticks, before it says so.
const PATIENCE: u64 = 100;

/// What does not change while somebody decides.
#[derive(Clone, Debug)]
pub struct Face {
    /// The shop's name.
    pub shop: CleanText,
    /// Its currency.
    pub currency: Currency,
    /// How it looks.
    pub looks: Looks,
    /// Which key means what.
    pub keymap: Keymap,
    /// The sentences.
    pub words: Arc<Words>,
    /// So many sales a pair needs.
    pub least: u64,
}

/// The items and pairs, and what is written about them.
#[derive(Clone, Debug, Default)]
pub struct Desk {
    /// The items.
    pub partners: Vec<Partner>,
    /// The pairs.
    pub proposals: Vec<Proposal>,
    /// What is written, by index of the pair.
    pub written: HashMap<u32, Written>,
}

/// Which pairs are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    /// Convincing ones that nobody decided about.
    Undecided,
    /// Accepted ones.
    Accepted,
    /// Rejected ones.
    Rejected,
    /// All of the file, weak ones too.
    All,
}

/// A sentence under the cursor.
#[derive(Clone, Debug)]
pub struct Writing {
    /// ASK or SAY.
    pub part: Part,
    /// Its text.
    pub line: TextLine,
}

/// Where typed text goes.
#[derive(Clone, Debug)]
pub enum Focus {
    /// Into the search line; its keys act on the list while it is left.
    List,
    /// Into the search line, whose text `+` and `-` belong to as well.
    Search,
    /// Into a sentence.
    Writing(Writing),
}

/// Something that undo takes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// The pair.
    pub pair: u32,
    /// What was written before.
    pub before: Written,
    /// And what after.
    pub after: Written,
}

/// What the loop has to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Write it to the file.
    Save(Deed),
    /// Draw everything again.
    Redraw,
}

/// What comes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key.
    Key(Key),
    /// Text that came at once.
    Paste(String),
    /// So many changes were taken to the file.
    Saved {
        /// How many.
        deeds: usize,
        /// Somebody else wrote the file meanwhile.
        by_others: bool,
        /// Of these pairs somebody else decided otherwise; that holds.
        theirs: Vec<(u32, Written)>,
        /// Why it did not succeed; the changes wait.
        failed: Option<String>,
    },
    /// Draw again.
    Redraw,
    /// Time has passed.
    Tick,
    /// The window is being closed.
    Quit,
}

/// The state between two inputs.
#[derive(Debug)]
pub struct Review {
    /// What does not change.
    pub face: Face,
    /// What it is about.
    pub desk: Desk,
    /// Every pair, in the order in which people are asked.
    order: Vec<u32>,
    /// Names and numbers of the items as searching compares them.
    folded: Vec<String>,
    /// How many of [`Self::order`] are convincing: they come first.
    convincing: usize,
    /// Which are listed.
    pub filter: Filter,
    /// The search line.
    pub search: TextLine,
    /// The listed pairs.
    pub shown: Vec<u32>,
    /// The highlighted one, as a place in [`Self::shown`].
    pub chosen: usize,
    /// Where typed text goes.
    pub focus: Focus,
    /// Help lies over the screen.
    pub help: bool,
    /// The message line.
    pub said: Option<Said>,
    /// What can be taken back, the last one last.
    pub deeds: Vec<Deed>,
    /// Changes on their way to disk, and since when.
    pub saving: usize,
    /// When the first of them left.
    pub since: u64,
    /// Why the file cannot be written.
    pub not_saved: Option<String>,
    /// Pairs without a decision that are convincing, accepted pairs, rejected pairs.
    pub counts: [usize; 3],
    /// The last answer key and when it came: one that is held down counts once.
    pub answered: Option<(Key, u64)>,
    /// Somebody wants to leave, once everything is on disk.
    pub leaving: bool,
    /// The last tick.
    pub now: u64,
}

impl Desk {
    /// The two items of a pair.
    pub fn partners(&self, pair: &Proposal) -> [&Partner; 2] {
        pair.items.map(|item| &self.partners[item as usize])
    }

    /// How much a pair has to say for itself.
    pub fn standing(&self, pair: u32, least: u64) -> Standing {
        let proposal = &self.proposals[pair as usize];
        proposal.standing(self.partners(proposal), least)
    }

    /// What is written about a pair.
    pub fn written(&self, pair: u32) -> Written {
        self.written.get(&pair).cloned().unwrap_or_default()
    }

    /// The kind of a pair: the one chosen, else the likely one.
    pub fn kind(&self, pair: u32) -> LinkKind {
        let proposal = &self.proposals[pair as usize];
        let chosen = self.written.get(&pair).and_then(|written| written.kind);
        chosen.unwrap_or_else(|| likely_kind(self.partners(proposal), proposal.linked))
    }

    /// Which ways a pair would be proposed with what is written now: the second for the first, the first for the second.
    pub fn ways(&self, pair: u32) -> [bool; 2] {
        let proposal = &self.proposals[pair as usize];
        let partners = self.partners(proposal);
        ways(&Direction {
            prices: partners.map(|partner| partner.price),
            services: partners.map(|partner| partner.service),
            linked: proposal.linked.map(|kind| kind.is_some_and(LinkKind::is_add_on)),
            kind: self.kind(pair),
            spoken: self.written.get(&pair).is_some_and(Written::is_spoken),
        })
    }

    /// The pair with the item first that is bought, and the add-on second; where both ways hold, the stronger way.
    pub fn facing(&self, pair: u32) -> Proposal {
        let proposal = self.proposals[pair as usize];
        let turned = proposal.turned();
        match self.ways(pair) {
            [false, true] => turned,
            [true, false] => proposal,
            _ if turned.counts.confidence() > proposal.counts.confidence() => turned,
            _ => proposal,
        }
    }

    /// Every pair in the order in which people are asked, and how many are convincing: by [`Standing`], then the most
    /// significant first (log-likelihood ratio), then the order of the file.
    pub fn order(&self, least: u64) -> (Vec<u32>, usize) {
        let mut keyed: Vec<(Standing, f64, u32)> = (0..self.proposals.len() as u32)
            .map(|pair| (self.standing(pair, least), self.proposals[pair as usize].counts.llr(), pair))
            .collect();
        keyed.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
        let convincing = keyed.partition_point(|(standing, ..)| *standing < Standing::Weak);
        (keyed.into_iter().map(|(.., pair)| pair).collect(), convincing)
    }
}

impl Filter {
    /// All of them, in the order of the key.
    pub const ALL: [Self; 4] = [Self::Undecided, Self::Accepted, Self::Rejected, Self::All];

    /// True for a pair with that decision.
    pub fn lists(self, ruling: Option<Ruling>) -> bool {
        match self {
            Self::Undecided => ruling.is_none(),
            Self::Accepted => ruling == Some(Ruling::Accepted),
            Self::Rejected => ruling == Some(Ruling::Rejected),
            Self::All => true,
        }
    }
}

impl Review {
    /// Opens the screen on what there is to decide.
    pub fn new(face: Face, desk: Desk) -> Self {
        let (order, convincing) = desk.order(face.least);
        let folded = desk.partners.iter().map(|item| fold(&format!("{} {}", item.name, item.sku))).collect();
        let mut review = Self {
            face,
            desk,
            order,
            folded,
            convincing,
            filter: Filter::Undecided,
            search: TextLine::default(),
            shown: Vec::new(),
            chosen: 0,
            focus: Focus::List,
            help: false,
            said: None,
            deeds: Vec::new(),
            saving: 0,
            since: 0,
            not_saved: None,
            counts: [0; 3],
            answered: None,
            leaving: false,
            now: 0,
        };
        let rulings = |ruling| review.desk.written.values().filter(|written| written.ruling == Some(ruling)).count();
        let open = |pair: &&u32| review.desk.written.get(*pair).is_none_or(|written| written.ruling.is_none());
        review.counts = [
            review.order[..convincing].iter().filter(open).count(),
            rulings(Ruling::Accepted),
            rulings(Ruling::Rejected),
        ];
        review.list();
        review
    }

    /// Lists anew what filter and search line ask for.
    pub fn list(&mut self) {
        let typed = fold(self.search.value());
        let holding = |word: &str| self.folded.iter().map(|text| text.contains(word)).collect();
        let words: Vec<Vec<bool>> = typed.split_whitespace().map(holding).collect();
        let found = |pair: &Proposal| words.iter().all(|word| pair.items.iter().any(|item| word[*item as usize]));
        let among = if self.filter == Filter::Undecided { &self.order[..self.convincing] } else { &self.order[..] };
        let ruling = |pair: &u32| self.desk.written.get(pair).and_then(|written| written.ruling);
        let is_listed = |pair: &&u32| self.filter.lists(ruling(pair)) && found(&self.desk.proposals[**pair as usize]);
        self.shown = among.iter().filter(is_listed).copied().collect();
        self.chosen = 0;
    }

    /// The highlighted pair.
    pub fn pair(&self) -> Option<u32> {
        self.shown.get(self.chosen).copied()
    }

    /// The loop may end.
    pub fn is_over(&self) -> bool {
        self.leaving && (self.saving == 0 || self.not_saved.is_some())
    }

    /// False while what the next frame would show is on its way to disk; after 0.1 s it is drawn and says so.
    pub fn drawable(&self) -> bool {
        self.saving == 0 || self.now >= self.since + PATIENCE
    }

    /// The tick at which a frame is due without a key.
    pub fn deadline(&self) -> Option<u64> {
        (self.saving > 0 && !self.drawable()).then_some(self.since + PATIENCE)
    }
}
