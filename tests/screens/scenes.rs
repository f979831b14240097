//! Every screen and everything that can lie over one, each as a name and a state.

use goeswith::domain::practice::{Customer, Fate, Judged};
use goeswith::domain::{ItemType, LinkKind, Money, Objection, Reason, Spoken, Step, TalkingPoint, WhyNot};
use goeswith::rank::explain::{Explanation, Outcome, Part, Step as Explained, Value};
use goeswith::rank::{NotFitting, Quiet};
use goeswith::tui::State;
use goeswith::tui::state::{
    DetailsScreen, Fault, Feed, Feedback, Finish, FirstRun, Fit, Focus, Found, Hit, Menu, Overlay, Practice, Said,
    Screen, Typing, UnknownRow, Which, Why,
};

use crate::states::{
    HOUR, NOW, add, brush, brush_details, cleaner, decline, idle, item, proposing, sale, sku, stain_details, step,
    suggestion, tape, text,
};

/// All scenes.
pub fn all() -> Vec<(&'static str, State)> {
    [list_states(), screens(), overlays()].into_iter().flatten().collect()
}

/// The sale in each state of its list.
pub fn list_states() -> Vec<(&'static str, State)> {
    vec![
        ("sale", sale()),
        ("idle", idle()),
        ("required", required()),
        ("service_and_bundle", service_and_bundle()),
        ("mined", mined()),
        ("nothing", nothing()),
        ("quiet", quiet()),
        ("hurry", hurry()),
        ("careful", careful()),
        ("out_of_stock", out_of_stock()),
        ("long_basket", long_basket()),
        ("line_highlighted", line_highlighted()),
        ("not_saved", not_saved()),
        ("answered", answered()),
        ("banners", banners()),
        ("five", five()),
        ("quantity", quantity()),
        ("old_stock", old_stock()),
        ("total_hidden", total_hidden()),
    ]
}

/// What a corner window shows in the course of a day: the till is listened to.
pub fn beside_a_till() -> Vec<(&'static str, State)> {
    let mut scenes = vec![
        ("idle", idle()),
        ("added", {
            let mut state = proposing(vec![brush(), cleaner(), tape()]);
            state.said = Some(Said::with("said-added", "name", "Exterior wood stain, oak, 2.5 L"));
            state
        }),
        ("taken", sale()),
        ("answered", answered()),
        ("required", required()),
        ("nothing", nothing()),
        ("careful", careful()),
        ("line_highlighted", line_highlighted()),
        ("finish", finish()),
        ("details", details_add_on()),
        ("lost", sale()),
    ];
    for (name, state) in &mut scenes {
        state.till.feed = if *name == "lost" { Feed::Lost } else { Feed::Heard };
        if *name == "lost" {
            state.banners.faults = vec![Fault {
                code: "GW-402".to_owned(),
                what: "till feed lost at 14:31: scan or type here.".to_owned(),
                todo: "Is the till on?".to_owned(),
            }];
        }
    }
    scenes
}

/// The other screens.
pub fn screens() -> Vec<(&'static str, State)> {
    vec![
        ("details_add_on", details_add_on()),
        ("details_in_two_languages", details_in_two_languages()),
        ("details_item", details_item()),
        ("finish", finish()),
        ("feedback", feedback()),
        ("practice", practice()),
        ("first_run", first_run(FirstRun::default())),
        (
            "first_run_checked",
            first_run(FirstRun {
                choice: 1,
                plus: true,
                minus: true,
                scan: Some(("4006381333931".to_owned(), Some("Enter"))),
            }),
        ),
    ]
}

/// What can lie over a screen.
pub fn overlays() -> Vec<(&'static str, State)> {
    vec![
        ("search", over(search(Fit::Every))),
        ("search_nearest", over(search(Fit::Nearest))),
        ("search_preparing", over(search(Fit::Preparing))),
        ("search_none", over(no_match())),
        ("which", over(which())),
        ("help", over(Overlay::Help)),
        ("menu", over(menu("", 3))),
        ("menu_filtered", over(menu("look", 0))),
        ("contexts", hurry_contexts()),
        ("reasons", reasons()),
        ("drop", over(Overlay::Drop { yes: false })),
        ("kept", kept()),
        ("problems", problems()),
        ("why", over(why(true))),
        ("why_asked", over(why(false))),
        ("wording", over(wording())),
        ("unknown", unknown(3, 1)),
        ("unknown_many", unknown(40, 30)),
        ("unknown_none", unknown(0, 0)),
    ]
}

fn over(overlay: Overlay) -> State {
    let mut state = sale();
    if let Overlay::Search(found) = &overlay {
        state.line.input = found.text.clone().into();
    }
    state.overlay = Some(overlay);
    state
}

fn why(answered: bool) -> Overlay {
    let step = |part, word, values: &[(&'static str, Value)]| Explained { part, word, values: values.to_vec() };
    let item = item(1, "Exterior wood stain, oak, 2.5 L", 3199, 14, "Aisle 7B");
    let together = ("together", Value::Count(62));
    let of_sales = [
        ("item", Value::Text(item.name.to_string())),
        together.clone(),
        ("of", Value::Count(4_110)),
        ("chance", Value::Figure(11.4)),
        ("lift", Value::Figure(5.4)),
        ("llr", Value::Figure(121.6)),
    ];
    let todo = [
        ("item", Value::Text("S1".to_owned())),
        ("add-on", Value::Text("S2".to_owned())),
        ("bar", Value::Setting(0.02)),
        ("relevance", Value::Setting(0.0127)),
    ];
    let relevance = ("relevance", Value::Share(0.0127));
    let steps = vec![
        step(Part::Stopped, "below_bar", &[relevance.clone(), ("bar", Value::Share(0.02))]),
        step(Part::Evidence, "sales_alone", &[]),
        step(Part::Evidence, "together", &of_sales),
        step(Part::Evidence, "relevance", &[relevance]),
        step(Part::Passed, "wanted", &[]),
        step(Part::Passed, "direction", &[]),
        step(Part::Passed, "count", &[together.clone(), ("least", Value::Count(5))]),
        step(Part::Passed, "real", &[together, ("chance", Value::Figure(11.4))]),
        step(Part::Todo, "bar", &todo),
    ];
    let add_on = brush().add_on;
    let explanation = Explanation {
        add_on: add_on.clone(),
        item: Some(item),
        verdict: None,
        figures: None,
        outcome: Outcome::Left(WhyNot::BelowBar),
        steps,
    };
    Overlay::Why(Why {
        id: 1,
        add_on: add_on.sku,
        name: add_on.name,
        explanation: answered.then(|| Box::new(explanation)),
        chosen: if answered { 2 } else { 0 },
    })
}

fn unknown(rows: u64, chosen: usize) -> State {
    let mut state = over(Overlay::Unknown { chosen, seen_to: Vec::new() });
    let code = |n: u64| match n {
        1 => "https://example.com/some/where/that/is/no/item/and/runs/on/for/ever/and/ever".to_owned(),
        2 => "PRN-200".to_owned(),
        _ => (5_901_234_123_457 + n).to_string(),
    };
    let row = |n| UnknownRow { code: code(n), times: 1_200 / (n + 1), day: "2026-11-21".to_owned() };
    state.unknown = (0..rows).map(row).collect();
    state
}

fn required() -> State {
    let mut batteries = suggestion(
        item(5, "AA batteries, 4 pack", 599, 120, "Till"),
        TalkingPoint {
            ask: Some(text("Got batteries at home?")),
            say: Some(text("It needs four, and they are not in the box.")),
            why: Some(text("Does not run without four AA batteries.")),
            ..TalkingPoint::default()
        },
    );
    batteries.kind = LinkKind::Required;
    proposing(vec![batteries, cleaner()])
}

fn service_and_bundle() -> State {
    let mut fitting = suggestion(
        item(6, "Fitting, 30 min", 2900, 0, ""),
        TalkingPoint {
            ask: Some(text("Shall we fit it for you?")),
            say: Some(text("Done while you have a coffee, with a year's guarantee on the work.")),
            ..TalkingPoint::default()
        },
    );
    fitting.kind = LinkKind::Service;
    fitting.add_on.item_type = ItemType::Service;
    fitting.add_on.stock.quantity = None;
    let mut case = suggestion(item(7, "Case", 1500, 8, "Aisle 2"), TalkingPoint::default());
    case.kind = LinkKind::Bundle;
    case.saves = Some(Money(500));
    let mut long = suggestion(
        item(8, "Case with rollers and telescope handle, grey", 4500, 1, "Aisle 2"),
        TalkingPoint::default(),
    );
    long.kind = LinkKind::Bundle;
    long.saves = Some(Money(750));
    proposing(vec![fitting, case, long])
}

fn mined() -> State {
    let mut gloves = suggestion(item(9, "Nitrile gloves, 10 pairs", 550, 41, "Aisle 3A"), TalkingPoint::default());
    gloves.reason = Reason::Counts { together: 255, of: 411 };
    let mut tray = suggestion(item(10, "Paint tray", 325, 9, ""), TalkingPoint::default());
    tray.reason = Reason::Counts { together: 7, of: 23 };
    proposing(vec![gloves, tray])
}

fn nothing() -> State {
    let mut state = proposing(Vec::new());
    state.desk.out_of_stock = 2;
    state
}

fn quiet() -> State {
    let mut state = proposing(vec![brush(), cleaner()]);
    decline(&mut state, &brush());
    decline(&mut state, &cleaner());
    state.desk.focus = Focus::AddOn(1);
    state.desk.quiet = Some(Quiet::Noes(2));
    state
}

fn hurry() -> State {
    let mut state = proposing(Vec::new());
    state.desk.quiet = Some(Quiet::Hurry);
    let name = "hurry".to_owned();
    step(&mut state, Step::Context { name, on: true });
    state.said = Some(Said::with("said-context-on", "name", "in a hurry"));
    state
}

fn careful() -> State {
    let mut state = proposing(vec![brush()]);
    state.desk.careful = vec![
        NotFitting {
            item: text("Printer DJ 3700"),
            other: text("Refill 305 XL"),
            why: Some(text("Refill 305 XL does not fit this printer. It takes 304.")),
        },
        NotFitting { item: text("Hose 1/2 in"), other: text("Connector 3/4 in"), why: None },
    ];
    state
}

fn out_of_stock() -> State {
    let mut state = proposing(vec![brush()]);
    if let Some(subject) = &mut state.desk.subject {
        subject.item.stock.quantity = Some(0);
        subject.instead =
            vec![(item(22, "Exterior wood stain, teak, 2.5 L", 3199, 4, "Aisle 7B"), TalkingPoint::default())];
    }
    state
}

fn long_basket() -> State {
    let mut state = sale();
    for number in 40..49 {
        let goods = item(number, &format!("Wood screw 4 x {number} mm, 100 pieces"), 349, 50, "Aisle 1");
        step(&mut state, add(&goods, i64::from(number) - 39));
    }
    state.said = Some(Said::with("said-added", "name", "Wood screw 4 x 48 mm, 100 pieces"));
    state
}

fn line_highlighted() -> State {
    let mut state = long_basket();
    state.desk.focus = Focus::Line(3);
    state
}

fn not_saved() -> State {
    let mut state = sale();
    state.desk.unsaved = vec![state.desk.sale.steps.last().unwrap().number];
    state.banners.not_saved = Some("the disk is full".to_owned());
    state.said = None;
    state
}

fn answered() -> State {
    let mut state = sale();
    decline(&mut state, &cleaner());
    let add_on = cleaner().add_on.sku;
    let why = Some(Objection::TooExpensive);
    step(&mut state, Step::Object { add_on, why });
    state.desk.focus = Focus::AddOn(1);
    state.said = Some(Said::with("said-no-thanks", "name", "Wood cleaner 1 L"));
    state
}

fn banners() -> State {
    let mut state = sale();
    state.banners.news = Some(Said::with("said-seen-to", "code", "5901234123457"));
    state.banners.faults = vec![fault()];
    state
}

fn fault() -> Fault {
    Fault {
        code: "GW-501".to_owned(),
        what: "Last sync failed 3 h ago: USB stick not found. You can keep selling.".to_owned(),
        todo: "Put the stick in, then F8, Read settings again.".to_owned(),
    }
}

fn five() -> State {
    let gloves = suggestion(
        item(9, "Nitrile gloves, 10 pairs", 550, 41, "Aisle 3A"),
        TalkingPoint { ask: Some(text("Got gloves?")), ..TalkingPoint::default() },
    );
    let tray = suggestion(item(10, "Paint tray", 325, 9, "Aisle 7C"), TalkingPoint::default());
    let mut state = proposing(vec![brush(), cleaner(), tape(), gloves, tray]);
    state.desk.focus = Focus::AddOn(4);
    state
}

fn quantity() -> State {
    let mut state = sale();
    state.line.times = Some(3);
    state.said = Some(Said::with("said-times", "quantity", "3"));
    state
}

fn old_stock() -> State {
    let mut state = sale();
    for row in &mut state.desk.rows {
        row.add_on.stock.as_of = Some(NOW - 50 * HOUR);
    }
    state
}

fn total_hidden() -> State {
    let mut state = sale();
    state.face.looks.show_total = false;
    state
}

fn details_add_on() -> State {
    let mut state = sale();
    state.screen =
        Screen::Details(DetailsScreen { row: Some(0), details: Some(Box::new(brush_details())), choice: Some(1) });
    state.said = None;
    state
}

/// A customer who speaks another of the shop's languages.
fn details_in_two_languages() -> State {
    let mut state = details_add_on();
    let french = TalkingPoint {
        ask: Some(text("Sur quoi allez-vous l'appliquer ?")),
        say: Some(text("Un pinceau souple de cette largeur fait un panneau d'un seul passage, sans reprise.")),
        ..TalkingPoint::default()
    };
    state.desk.rows[0].in_other_languages = vec![("fr".to_owned(), french)];
    state
}

fn details_item() -> State {
    let mut state = sale();
    state.screen =
        Screen::Details(DetailsScreen { row: None, details: Some(Box::new(stain_details())), choice: Some(0) });
    state.said = None;
    state
}

fn finish() -> State {
    let mut state = answered();
    state.said = None;
    state.screen = Screen::Finish(Finish { row: 1, today: Some((41, 22)), own: None });
    state
}

/// A customer who is not there, one item still to be scanned.
fn practice() -> State {
    let mut state = sale();
    let puts_down = vec![(sku("STAIN"), text("Exterior wood stain, oak, 2.5 L")), (sku("LAMP"), text("Work lamp"))];
    let customer = Customer { seed: 1, puts_down };
    state.practice = Some(Practice { customer: Some(customer), ..Practice::default() });
    state.said = Some(Said::with("said-practice-too-expensive-if", "name", "Stain brush 100 mm"));
    state
}

fn feedback() -> State {
    let mut state = practice();
    state.said = None;
    let talking = |ask: &str, say: &str| TalkingPoint {
        ask: Some(text(ask)),
        say: Some(text(say)),
        why: Some(text("It does not work without four AA batteries.")),
        ..TalkingPoint::default()
    };
    let judged = |name: &str, fate, objection| Judged {
        name: text(name),
        fate,
        talking: talking("Any batteries at home?", "It takes four of these and has none in the box, so it stays dark."),
        objection,
    };
    let answer = Some((Objection::TooExpensive, Some(text("The 50 mm is cheaper. Slower, but fine for a gate."))));
    let rows = vec![
        judged("AA batteries, 4 pack", Fate::MissedNeed, None),
        judged("Masking tape 50 m", Fate::Missed, None),
        judged("Nitrile gloves, 10 pairs", Fate::NotTaken, None),
        judged("Stain brush 100 mm", Fate::Declined, answer),
        judged("Wood cleaner 1 L", Fate::Declined, Some((Objection::HasOne, None))),
        judged("Paint tray", Fate::Took, None),
    ];
    state.screen = Screen::Feedback(Feedback { rows, row: 1 });
    state
}

fn wording() -> Overlay {
    let brush = brush();
    Overlay::Wording(Typing {
        item: brush.for_item,
        add_on: brush.add_on.sku,
        name: brush.add_on.name,
        talking: brush.talking,
        part: Spoken::Say,
        input: "One pass, no streaks, and no hairs left behind in the wood. Worth it for a whole fence.".into(),
        refused: false,
    })
}

fn first_run(first: FirstRun) -> State {
    let mut state = idle();
    state.face.catalog = goeswith::tui::state::CatalogFace::default();
    state.screen = Screen::FirstRun(first);
    state
}

fn search(fit: Fit) -> Overlay {
    let names = [
        ("Paint roller set 9 in", 649, 22, "7C"),
        ("Paint roller sleeve 9 in, 2 pack", 499, 31, "7C"),
        ("Mini paint roller 4 in", 279, 18, "7C"),
        ("Roller paint tray, large", 325, 9, "7C"),
        ("Radiator roller, long handle", 599, 0, "7C"),
        ("Masonry roller sleeve 9 in", 799, 4, "7D"),
        ("Roller extension pole 2 m", 899, 7, "7D"),
        ("Roller frame", 399, 2, "7D"),
    ];
    let rows = names.iter().zip(50..).map(|(&(name, price, left, place), number)| {
        let marks = ["rol", "pa"].iter().filter_map(|part| {
            let at = name.to_lowercase().find(part)?;
            Some(at..at + part.len())
        });
        Hit { item: item(number, name, price, left, place), marks: marks.flatten().collect() }
    });
    Overlay::Search(Found {
        text: if fit == Fit::Nearest { "rolr pa" } else { "roller" }.to_owned(),
        rows: rows.collect(),
        total: 12,
        fit,
        chosen: usize::from(fit == Fit::Every) * 7,
        settled: true,
    })
}

fn no_match() -> Overlay {
    Overlay::Search(Found { text: "xyzzy".to_owned(), settled: true, ..Found::default() })
}

fn which() -> Overlay {
    Overlay::Which(Which {
        code: "4006381333931".to_owned(),
        measure: None,
        items: vec![
            item(60, "Wood stain, oak, 2.5 L", 3199, 14, "Aisle 7B"),
            item(61, "Wood stain, oak, 2.5 L (old tin)", 2499, 1, "Aisle 9"),
        ],
        quantity: 1,
        chosen: 1,
    })
}

fn menu(filter: &str, chosen: usize) -> Overlay {
    Overlay::Menu(Menu { filter: filter.to_owned(), chosen })
}

fn hurry_contexts() -> State {
    let mut state = hurry();
    state.overlay = Some(Overlay::Contexts);
    state
}

fn reasons() -> State {
    let mut state = answered();
    state.overlay = Some(Overlay::Reasons { add_on: sku("S3") });
    state
}

fn kept() -> State {
    let open = sale().desk.sale;
    let mut state = idle();
    state.overlay = Some(Overlay::Kept(open));
    state
}

fn problems() -> State {
    let mut state = sale();
    state.banners.faults = vec![
        fault(),
        Fault {
            code: "GW-310".to_owned(),
            what: "keys.toml:4: a letter, digit or blank is never a command: y. That key keeps its default.".to_owned(),
            todo: "Write another key there; goeswith keys checks the file.".to_owned(),
        },
    ];
    state.banners.not_saved = Some("the disk is full".to_owned());
    state.overlay = Some(Overlay::Problems);
    state
}
