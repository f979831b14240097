//! `goeswith links export`: the links of a catalog for shop systems, and only those that work where sales are given.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use super::count::{grouped, many};
use super::hand_over::{Paper, Print};
use super::place::Place;
use super::{Exit, Failure, Globals, clock, console};
use crate::db::EventStore;
use crate::db::whole::{self, Whole};
use crate::domain::{Day, Item, ItemFacts, ItemId, Link, LinkKind, gtin};
use crate::render::shops::{self, Linked, Product, Written};
use crate::report::ledger::Keep;
use crate::report::measures::{Dimension, Measure};
use crate::report::sums::{Figure, Span, Sums as _};
use crate::report::works::{Answers, works};

/// The commands about links.
#[derive(Debug, clap::Subcommand)]
pub enum LinksCommand {
    Export(LinksArgs),
}

/// Write the links of a catalog for a shop system
///
/// All that a person wrote or accepted and that holds for everybody today. With --store only those that work: asked at least
/// --min-asked times, and surely better than half of what customers usually take of this shop's suggestions (the lower end of the
/// 95 % interval counts). What an item will not work without, what is better and what is taken instead is nobody's to ask, and
/// stays. docs/handover.md says what each file holds and how it is read in; `goeswith import` reads it, too.
#[derive(Debug, clap::Args)]
pub struct LinksArgs {
    /// The snapshot; the installed one, or that of --catalog, where it is left out
    #[arg(value_name = "CATALOG.db")]
    file: Option<PathBuf>,
    /// Whose words
    #[arg(long, value_enum, value_name = "SYSTEM")]
    to: System,
    /// Only links that work by these sales, a terminal's or those of a collected store
    #[arg(long, value_name = "STORE.db")]
    store: Option<PathBuf>,
    /// A link works only if it was asked so often
    #[arg(long, value_name = "N", default_value_t = 10, requires = "store")]
    min_asked: u64,
    /// Write it into this file instead of printing it
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// A shop system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum System {
    /// Google Merchant Center: a supplemental file as text with tabs
    Google,
    #[value(help = "WooCommerce: SKU, Cross-sells, Upsells")]
    Woocommerce,
    /// Shopify: complementary and related products
    Shopify,
}

/// A link that may go out.
#[derive(Clone, Copy)]
struct Candidate {
    item: ItemId,
    add_on: ItemId,
    kind: LinkKind,
}

/// Runs the command.
pub fn run(command: &LinksCommand, globals: &Globals) -> Result<(), Failure> {
    let LinksCommand::Export(args) = command;
    let place = Place::for_reading(globals)?;
    let path = args.file.clone().or_else(|| place.catalog.clone()).ok_or_else(|| {
        Failure::new(Exit::Data, "no catalog is installed on this computer")
            .hinted("name one: `goeswith links export CATALOG.db --to google -o links.tsv`")
    })?;
    let whole = whole::read(&path)?;
    let mut candidates = Vec::new();
    let conditional = collect(&whole, clock::today(), &mut candidates);
    let mut left_out = vec![(conditional, "links for some customers, contexts, quantities, prices or days only")];
    if let Some(store) = &args.store {
        let store = EventStore::open_read_only(store)?;
        let working = Working::of(&store, args.min_asked)?;
        let before = candidates.len();
        working.keep(&mut candidates, &whole);
        left_out.push(((before - candidates.len()) as u64, "links that do not work, or were asked too seldom"));
    }
    let products = products(&whole);
    let written = match args.to {
        System::Google => shops::google(&linked(&candidates, &products)),
        System::Woocommerce => shops::woocommerce(&linked(&candidates, &products)),
        System::Shopify => shops::shopify(&linked(&candidates, &products)),
    };
    // Tabs part the columns of Google's: its cells are made printable one by one.
    let print: Print = if args.to == System::Google { |text| console::code(text.as_bytes()) } else { console::text };
    let mut paper = Paper::begin(args.output.as_deref(), print)?;
    paper.put(&written.text)?;
    paper.finish()?;
    say(args, &written, &left_out);
    Ok(())
}

fn say(args: &LinksArgs, written: &Written, left_out: &[(u64, &'static str)]) {
    let links = many(written.links, "link", "links");
    let what = format!("{links} of {}", many(written.products, "product", "products"));
    match &args.output {
        Some(path) => console::note(&format!("{}: {what}", path.display())),
        None => console::note(&what),
    }
    let of_system = written.left_out.iter().map(|(why, count)| (*count, *why));
    for (count, why) in left_out.iter().copied().chain(of_system).filter(|(count, _)| *count > 0) {
        console::note(&format!("left out: {} {why}", grouped(count)));
    }
    if args.to == System::Shopify && written.without_handle > 0 {
        console::note(&format!(
            "{} named by SKU, since items.csv has no column `handle` for them: Shopify finds a product by its handle alone",
            many(written.without_handle, "product is", "products are")
        ));
    }
}

/// What a person wrote or accepted and holds for everybody on a day, best first for each item; answers how many do not.
fn collect(whole: &Whole, today: Day, candidates: &mut Vec<Candidate>) -> u64 {
    let item = |id: ItemId| {
        let place = whole.items.binary_search_by_key(&id.0, |(item, _)| item.id.0).ok()?;
        whole.items.get(place).map(|(item, _)| item)
    };
    let is_barred = |link: &&Link| matches!(link.kind, LinkKind::Included | LinkKind::NotWith);
    // What does not fit stays out, whatever else links the two.
    let barred: HashSet<_> = whole.links.iter().filter(is_barred).map(|link| (link.item, link.add_on)).collect();
    let may_go = |one: ItemId, other: ItemId| {
        let of_two = item(one).zip(item(other)).is_some_and(|(one, other)| one.variant_group != other.variant_group);
        of_two && !barred.contains(&(one, other))
    };
    let mut conditional = 0;
    for link in whole.links.iter().filter(|link| may_go(link.item, link.add_on)) {
        let terms = &link.terms;
        let prices = || item(link.item)?.price.zip(item(link.add_on)?.price);
        let is_cheap =
            terms.max_price_share.is_none_or(|share| prices().is_some_and(|(item, add_on)| share.allows(item, add_on)));
        let is_for_all = terms.contexts.is_empty() && terms.segments.is_empty();
        let is_for_one = terms.min_quantity.is_none_or(|least| least <= 1);
        if !is_for_all || !is_for_one || !is_cheap || !terms.window.holds(today) {
            conditional += 1;
            continue;
        }
        candidates.push(Candidate { item: link.item, add_on: link.add_on, kind: link.kind });
    }
    // Pairs found in sales that somebody accepted, behind the links of their item.
    let accepted = whole.decisions.iter().filter(|decision| decision.accepted);
    for decision in accepted.filter(|decision| may_go(decision.item, decision.add_on)) {
        candidates.push(Candidate { item: decision.item, add_on: decision.add_on, kind: decision.kind });
    }
    candidates.sort_by_key(|one| one.item);
    // A link is proposed for one reason: what stands first, and what goes with an item is no other choice than it.
    let mut seen = HashSet::new();
    candidates.retain(|one| seen.insert((one.item, one.add_on, one.kind.is_add_on())));
    conditional
}

/// What customers answered.
struct Working {
    pairs: HashMap<(String, String), Answers>,
    all: Answers,
    least: u64,
}

impl Working {
    fn of(store: &EventStore, least: u64) -> Result<Self, Failure> {
        let figures = store.figures("", clock::utc_offset(), &Keep { spans: vec![Span::EVER], ..Keep::default() })?;
        let mut working = Self { pairs: HashMap::new(), all: Answers::default(), least };
        for Figure { key, measures } in figures.by_key(Dimension::Pair, Span::EVER)? {
            let [item, add_on, _kind] = <[String; 3]>::try_from(key).unwrap_or_default();
            let count = |measure| u64::try_from(measures.get(measure)).unwrap_or(0);
            let (accepted, declined) = (count(Measure::Accepted), count(Measure::Declined));
            for answers in [working.pairs.entry((item, add_on)).or_default(), &mut working.all] {
                answers.accepted += accepted;
                answers.asked += accepted + declined;
            }
        }
        Ok(working)
    }

    /// Drops what does not work; of what does, what is taken most comes first behind what is required.
    fn keep(&self, candidates: &mut Vec<Candidate>, whole: &Whole) {
        let skus: HashMap<ItemId, &str> = whole.items.iter().map(|(item, _)| (item.id, item.sku.as_str())).collect();
        let answers = |one: &Candidate| {
            let sku = |id: &ItemId| skus.get(id).map(|sku| (*sku).to_owned());
            let key = sku(&one.item).zip(sku(&one.add_on));
            key.and_then(|key| self.pairs.get(&key).copied()).unwrap_or_default()
        };
        let is_asked = |one: &Candidate| one.kind.is_add_on() && one.kind != LinkKind::Required;
        candidates.retain(|one| !is_asked(one) || works(answers(one), self.all, self.least));
        candidates.sort_by_cached_key(|one| {
            let Answers { accepted, asked } = answers(one);
            let taken = if is_asked(one) { accepted * 1_000_000 / asked.max(1) } else { 0 };
            (one.item, one.kind != LinkKind::Required, std::cmp::Reverse(taken))
        });
    }
}

fn products(whole: &Whole) -> HashMap<ItemId, Product> {
    let mut titles: HashMap<String, String> = HashMap::new();
    for (item, handle) in whole.items.iter().filter_map(|(item, facts)| Some((item, handle(facts)?))) {
        let name = item.name.as_str();
        titles.entry(handle).and_modify(|title| *title = begins_both(title, name)).or_insert_with(|| name.to_owned());
    }
    let digits = |code: &str| code.len() == 14 && code.bytes().all(|byte| byte.is_ascii_digit());
    let product = |(item, facts): &(Item, ItemFacts)| {
        let handle = handle(facts);
        let title = handle.as_ref().and_then(|handle| titles.get(handle)).filter(|title| !title.is_empty());
        let product = Product {
            sku: item.sku.as_str().to_owned(),
            title: title.cloned().unwrap_or_else(|| item.name.as_str().to_owned()),
            gtin: facts.barcodes.iter().find(|code| digits(code)).map(|code| gtin::label(code).to_owned()),
            handle,
        };
        (item.id, product)
    };
    whole.items.iter().map(product).collect()
}

/// The word by which Shopify knows it: an attribute of that name.
fn handle(facts: &ItemFacts) -> Option<String> {
    let attribute = facts.attributes.iter().find(|attribute| attribute.name.as_str().eq_ignore_ascii_case("handle"))?;
    Some(attribute.values.first()?.as_str().to_owned())
}

/// What two names of variants begin with: `Mug` of `Mug, Red` and `Mug, Blue`.
fn begins_both(one: &str, other: &str) -> String {
    let same = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    if same == one.chars().count() && same == other.chars().count() {
        return one.to_owned();
    }
    let start: String = one.chars().take(same).collect();
    // Sizes 40 and 42 begin alike, too: what is cut within a word goes back to its beginning.
    let words = start.rfind(|c: char| !c.is_alphanumeric()).filter(|_| same < one.chars().count());
    let whole = words.map_or(start.as_str(), |end| &start[..end]);
    whole.trim_end_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// Candidates by item, which they are sorted by.
fn linked<'p>(candidates: &[Candidate], products: &'p HashMap<ItemId, Product>) -> Vec<Linked<'p>> {
    let of_item = candidates.chunk_by(|one, other| one.item == other.item);
    let linked = |links: &[Candidate]| {
        let to = links.iter().filter_map(|one| Some((products.get(&one.add_on)?, one.kind))).collect();
        Some(Linked { item: products.get(&links.first()?.item)?, to })
    };
    of_item.filter_map(linked).collect()
}
