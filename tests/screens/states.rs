//! States made by hand for the pictures: a hardware shop at its counter. No store, no catalog, no clock.

use goeswith::domain::{
    Attribute, CleanText, Currency, Item, ItemFacts, ItemId, ItemType, LinkKind, Money, Objection, Reason, Shown, Sku,
    Step, Stock, Suggestion, TalkingPoint, TimedStep,
};
use goeswith::tui::keymap::Keymap;
use goeswith::tui::scanner::Gaps;
use goeswith::tui::state::{CatalogFace, Clock, Details, Face, Looks, Screen, State, Ways, line_item};

/// 22 November 2026, 14:32 UTC.
pub const NOW: i64 = 1_795_357_920_000;
pub const HOUR: i64 = 3_600_000;

pub fn text(text: &str) -> CleanText {
    CleanText::new(text)
}

pub fn sku(text: &str) -> Sku {
    Sku::parse(text).unwrap()
}

/// Goods with a price in cents, pieces left and a place.
pub fn item(number: u32, name: &str, price: i64, left: i64, place: &str) -> Item {
    Item {
        id: ItemId(number),
        sku: sku(&format!("S{number}")),
        name: text(name),
        item_type: ItemType::Goods,
        category: None,
        variant_group: ItemId(number),
        price: Some(Money(price)),
        cost: None,
        stock: Stock { quantity: Some(left), as_of: None, place: CleanText::non_empty(place) },
    }
}

pub fn stain() -> Item {
    item(1, "Exterior wood stain, oak, 2.5 L", 3199, 14, "Aisle 7B")
}

pub fn brush() -> Suggestion {
    suggestion(
        item(2, "Stain brush 100 mm", 749, 22, "Aisle 7C"),
        TalkingPoint {
            ask: Some(text("What are you putting it on with?")),
            say: Some(text("A soft brush this wide does a fence panel in one pass, no lap marks.")),
            answers: vec![
                (Objection::TooExpensive, text("The 50 mm is cheaper. Slower, but fine for a gate.")),
                (Objection::HasOne, text("If it is soft and clean you are set. Is it?")),
            ],
            why: Some(text("62 of 100 who bought this stain also bought a brush.")),
        },
    )
}

pub fn cleaner() -> Suggestion {
    suggestion(
        item(3, "Wood cleaner 1 L", 999, 2, "Aisle 7B"),
        TalkingPoint {
            ask: Some(text("Has it been outside over winter?")),
            say: Some(text("Stain only grips clean wood; ten minutes with a brush.")),
            ..TalkingPoint::default()
        },
    )
}

pub fn tape() -> Suggestion {
    suggestion(
        item(4, "Masking tape 50 m", 425, 60, "Aisle 7A"),
        TalkingPoint {
            ask: Some(text("Any glass or metal next to the wood?")),
            say: Some(text("Peels clean after 14 days, so no scraping.")),
            ..TalkingPoint::default()
        },
    )
}

pub fn suggestion(add_on: Item, talking: TalkingPoint) -> Suggestion {
    Suggestion {
        add_on,
        for_item: sku("S1"),
        for_name: text("Exterior wood stain, oak, 2.5 L"),
        kind: LinkKind::Accessory,
        curated: true,
        reason: Reason::Linked,
        talking,
        in_other_languages: Vec::new(),
        due: None,
        saves: None,
        relevance: 0.5,
    }
}

pub fn stain_details() -> Details {
    Details {
        item: stain(),
        facts: ItemFacts {
            brand: Some(text("Holzland")),
            category: Some(text("Paint > Exterior stains")),
            barcodes: vec!["4006381333931".to_owned()],
            note: Some(text("Tins from the top shelf need the ladder.")),
            attributes: vec![
                Attribute { name: text("Base"), values: vec![text("water")] },
                Attribute { name: text("Fits"), values: vec![text("softwood"), text("hardwood")] },
            ],
        },
        included: vec![item(20, "stirring stick", 0, 1, "")],
        better: vec![(
            item(21, "Pro wood stain 2.5 L", 4999, 6, "Aisle 7B"),
            TalkingPoint { say: Some(text("Lasts eight winters instead of four.")), ..TalkingPoint::default() },
        )],
        instead: Vec::new(),
    }
}

pub fn brush_details() -> Details {
    Details {
        item: brush().add_on,
        facts: ItemFacts {
            barcodes: vec!["5010131".to_owned()],
            attributes: vec![Attribute {
                name: text("Fits"),
                values: vec![text("water based stain"), text("oil based stain")],
            }],
            ..ItemFacts::default()
        },
        included: Vec::new(),
        better: vec![(item(31, "Brush 120 mm, pro", 1299, 6, "Aisle 7C"), TalkingPoint::default())],
        instead: vec![(item(30, "Brush 50 mm", 399, 35, "Aisle 7C"), TalkingPoint::default())],
    }
}

/// A program that has just started.
pub fn idle() -> State {
    let face = Face {
        terminal: "Till 3".to_owned(),
        shop: "Store 12".to_owned(),
        catalog: CatalogFace {
            name: "20261121.db".to_owned(),
            items: 18_204,
            day: Some("2026-11-21".to_owned()),
            demo: false,
        },
        currency: Currency { code: "EUR".to_owned(), exponent: 2 },
        contexts: [("hurry", "in a hurry"), ("business", "a business"), ("gift", "a gift")]
            .map(|(name, words)| (name.to_owned(), words.to_owned()))
            .to_vec(),
        looks: Looks {
            theme: "default".to_owned(),
            plain: true,
            language: "en".to_owned(),
            show_total: true,
            mouse: false,
        },
        ways: Ways {
            bell: true,
            cards: false,
            ask_reasons: true,
            forgotten_after: HOUR / 6,
            longest: 2 * HOUR,
            stock_max_age: 24 * HOUR,
            manager_code: String::new(),
        },
        keymap: Keymap::default(),
        gaps: Gaps::default(),
        session: "s".to_owned(),
        words: std::sync::Arc::new(goeswith::words::Words::new("en")),
    };
    let mut state = State::new(face, Screen::Sale);
    state.clock = Clock { ticks: 0, now: NOW, minute_of_day: 14 * 60 + 32 };
    state
}

/// The sale of the pictures: stain scanned, brush, cleaner and tape proposed, tape taken.
pub fn sale() -> State {
    let mut state = idle();
    state.desk.subject = Some(Box::new(stain_details()));
    state.desk.rows = vec![brush(), cleaner(), tape()];
    step(&mut state, add(&stain(), 1));
    show(&mut state);
    let taken = Step::Take { add_on: line_item(&tape().add_on), for_item: sku("S1") };
    step(&mut state, taken);
    state.said = Some(goeswith::tui::state::Said::with("said-took", "name", "Masking tape 50 m"));
    state
}

/// A sale of one item with these add-ons, none answered.
pub fn proposing(rows: Vec<Suggestion>) -> State {
    let mut state = idle();
    state.desk.subject = Some(Box::new(Details { included: Vec::new(), better: Vec::new(), ..stain_details() }));
    state.desk.rows = rows;
    step(&mut state, add(&stain(), 1));
    show(&mut state);
    state
}

pub fn add(item: &Item, quantity: i64) -> Step {
    Step::Add { item: line_item(item), quantity }
}

pub fn decline(state: &mut State, add_on: &Suggestion) {
    let step_of = Step::Decline { add_on: add_on.add_on.sku.clone(), for_item: add_on.for_item.clone() };
    step(state, step_of);
}

/// Takes one step of the sale and replays it.
pub fn step(state: &mut State, step: Step) {
    let number = state.desk.sale.next_number();
    let at = NOW - HOUR;
    state.desk.sale.steps.push(TimedStep { number, at, step });
    state.desk.basket = state.desk.sale.basket();
}

fn show(state: &mut State) {
    let shown = (1..)
        .zip(&state.desk.rows)
        .map(|(rank, row)| Shown {
            item: row.for_item.clone(),
            add_on: row.add_on.sku.clone(),
            name: row.add_on.name.clone(),
            link_kind: row.kind,
            rank,
            reason: row.reason_word().to_owned(),
            price: row.add_on.price,
        })
        .collect();
    step(state, Step::Show { shown });
}
