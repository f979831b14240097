//! A shop of eight items with its pairs, and the screen opened on it.

use std::sync::Arc;

use goeswith::catalog;
use goeswith::catalog::decide::{Change, Ledger};
use goeswith::catalog::watch::Unwatched;
use goeswith::domain::Day;
use goeswith::tui::Key;
use goeswith::tui::keymap::Keymap;
use goeswith::tui::review::{Desk, Effect, Face, Input, Review, update, view};
use goeswith::tui::state::Looks;
use goeswith::tui::theme::Theme;
use goeswith::words::Words;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, CellWidth};

use crate::shop::Shop;

pub const PAIRS: &str = "\
sku_a,sku_b,n_a,n_b,n_ab,n,support,first_seen,last_seen,decision,kind,ask,say,Remark
BAG,PAP-A4,3000,600,400,5000,0.08,2025-01-02,2026-10-31,,,,,
CAB-USB,GHOST,300,20,15,5000,0.003,2025-02-01,2026-01-01,,,,,
CAB-USB,PRN-200,300,411,120,5000,0.024,2025-01-03,2026-10-29,,,,,
INK-305,INK-305C,530,300,200,5000,0.04,2025-01-03,2026-10-30,,,,,
INK-305,PRN-200,530,411,255,5000,0.051,2025-01-03,2026-10-30,,,,,\"ask Jo, then decide\"
PAP-A4,PRN-200,600,411,140,5000,0.028,2025-01-03,2026-10-30,,,,,
PAP-A4,STP-1,600,80,3,5000,0.0006,,,,,,,
PRN-200,SRV-1,411,60,40,5000,0.008,2025-05-03,2026-10-30,,,,,
";

/// The source, without a build.
pub fn source() -> Shop {
    Shop::new()
        .file("shop.toml", "name = \"Corner Office\"\nchain_id = \"corner\"\ncurrency = \"EUR\"\n")
        .file(
            "items.csv",
            "sku,name,price,category,type,variant_of
PRN-200,Printer 200,59.00,Printers > Inkjet,,
INK-305,\"Ink 305, black\",24.90,Ink,,
INK-305C,\"Ink 305, colour\",26.90,Ink,,INK-305
PAP-A4,\"Paper A4, 500 sheets\",5.90,Paper,,
BAG,Carrier bag,0.20,Bags,,
CAB-USB,USB cable 2 m,7.50,Cables,,
STP-1,Stapler,9.90,Desk,,
SRV-1,Set up at home,45.00,Services,service,
",
        )
        .file(
            "links.csv",
            "item,add_on,kind,ask,say\nPRN-200,CAB-USB,accessory,How do you connect it?,It comes without a cable.\n",
        )
        .file("pairs.csv", PAIRS)
}

/// The screen, with the file behind it.
pub struct Session {
    pub shop: Shop,
    pub state: Review,
    ledger: Ledger,
    ticks: u64,
    /// Changes go nowhere while this is set: the file is slow.
    pub slow: bool,
    pub effects: Vec<Effect>,
}

impl Session {
    pub fn new() -> Self {
        Self::on(source())
    }

    pub fn on(shop: Shop) -> Self {
        let (read, problems) = catalog::review::read(shop.path(), Day(20_779), &mut Unwatched).unwrap();
        assert!(!problems.any_error(), "{:?}", problems.list());
        let looks = Looks {
            theme: "default".to_owned(),
            plain: true,
            language: "en".to_owned(),
            show_total: true,
            mouse: false,
        };
        let face = Face {
            shop: read.shop,
            currency: read.currency,
            looks,
            keymap: Keymap::default(),
            words: Arc::new(Words::new("en")),
            least: read.least,
        };
        let desk = Desk { partners: read.partners, proposals: read.proposals, written: read.written };
        let ledger = Ledger::open(shop.path()).unwrap();
        Self { state: Review::new(face, desk), shop, ledger, ticks: 1_000, slow: false, effects: Vec::new() }
    }

    /// Presses keys: text as it stands, other keys in angle brackets. Half a second lies between two of them.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        let mut rest = keys;
        while let Some(c) = rest.chars().next() {
            let name = rest.strip_prefix('<').and_then(|inner| inner.split_once('>'));
            let key = if let Some((name, after)) = name {
                rest = after;
                Key::parse(name).unwrap()
            } else {
                rest = &rest[c.len_utf8()..];
                Key::Char(c)
            };
            self.ticks += 500;
            self.take(Input::Key(key));
        }
        self
    }

    /// The same key again after a moment.
    pub fn hold(&mut self, key: Key, times: usize) {
        for _ in 0..times {
            self.ticks += 33;
            self.take(Input::Key(key));
        }
    }

    pub fn take(&mut self, input: Input) {
        let effects = update(&mut self.state, self.ticks, input);
        self.effects.extend(effects.iter().cloned());
        for effect in effects {
            if let (Effect::Save(deed), false) = (effect, self.slow) {
                let items = self.state.desk.proposals[deed.pair as usize].items;
                let skus = items.map(|item| self.state.desk.partners[item as usize].sku.clone());
                self.ledger.note(Change { pair: deed.pair, skus, before: deed.before, after: deed.after });
                let answer = match self.ledger.save() {
                    Ok(saved) => {
                        Input::Saved { deeds: 1, by_others: saved.by_others, theirs: saved.theirs, failed: None }
                    }
                    Err(error) => {
                        Input::Saved { deeds: 1, by_others: false, theirs: Vec::new(), failed: Some(error.to_string()) }
                    }
                };
                update(&mut self.state, self.ticks, answer);
            }
        }
    }

    /// The rows of the file that differ from [`PAIRS`].
    pub fn changed(&self) -> Vec<String> {
        let now = self.shop.text("pairs.csv");
        assert_eq!(now.lines().count(), PAIRS.lines().count());
        now.lines().zip(PAIRS.lines()).filter(|(now, before)| now != before).map(|(now, _)| now.to_owned()).collect()
    }

    /// The names of the highlighted pair.
    pub fn pair(&self) -> String {
        let facing = self.state.desk.facing(self.state.pair().unwrap());
        self.state.desk.partners(&facing).map(|item| item.name.to_string()).join(" + ")
    }

    pub fn buffer(&self, (width, height): (u16, u16)) -> (Buffer, (u16, u16)) {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        let theme = Theme::named(&self.state.face.looks.theme);
        terminal.draw(|frame| view::draw(frame, &self.state, &theme)).unwrap();
        let cursor = terminal.get_cursor_position().unwrap();
        (terminal.backend().buffer().clone(), (cursor.x, cursor.y))
    }

    /// What stands on the screen, and where the cursor is.
    pub fn picture(&self, size: (u16, u16)) -> String {
        let (buffer, (x, y)) = self.buffer(size);
        let mut text = String::new();
        for row in 0..buffer.area.height {
            let mut line = String::new();
            let mut column = 0;
            while column < buffer.area.width {
                let symbol = buffer[(column, row)].symbol();
                line.push_str(symbol);
                column += symbol.cell_width().max(1);
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        format!("{}x{}\n{text}cursor: row {y}, column {x}\n", size.0, size.1)
    }
}
