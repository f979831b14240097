//! The worker behind the screens: owns the catalog and the store, answers every effect with messages. One thread, so
//! that what was asked first is done first.
//!
//! It decides nothing about screens; it can be called without a thread, and tests do.

mod advice;
mod badge;
mod card;
mod margins;
mod practice;
mod slip;

use std::sync::Arc;

use super::advise::Advisor;
use super::demo::Demo;
use super::figures::Where;
use super::place::Place;
use super::{catalog, clock, face, machine, problems, unknown};
use crate::db::store::{Session, Sessions, Store};
use crate::db::{self, Catalog};
use crate::domain::problem::Code;
use crate::domain::{Event, FoundCode, Problem, UnknownCode};
use crate::rank::Circumstances;
use crate::settings::{self, Settings};
use crate::sync;
use crate::sync::customers::Customers;
use crate::travel::overlay::Overlay;
use crate::tui::message::{Effect, Message};
use crate::tui::state::{Details, Face, Fault, UnknownRow};

/// Owner of everything that reads and writes.
pub struct Worker {
    place: Place,
    settings: Settings,
    language: String,
    advisor: Option<Advisor>,
    store: Option<Store>,
    session: Option<Session>,
    /// SHA-256 of the snapshot, found out when the first sale needs it.
    hash: Option<String>,
    /// Whose cards may be linked.
    customers: Customers,
    /// What the customer served now bought before, once it was looked up.
    bought: Option<card::Bought>,
    /// Decides who comes to practise with; `None` leaves it to chance.
    seed: Option<u64>,
    /// Set while somebody practises.
    practice: Option<practice::Practice>,
    /// Problems found before anybody could be told.
    problems: Vec<Problem>,
}

impl Worker {
    /// Opens catalog and store. A store that cannot be opened is said on the screen and tried again at each save; a
    /// catalog that cannot be opened ends the program, where one was named or installed.
    pub fn open(place: Place, settings: Settings, problems: Vec<Problem>) -> Result<Self, super::Failure> {
        let advisor = match &place.catalog {
            Some(_) => Some(Advisor::new(place.open_catalog()?)?),
            None => None,
        };
        let language = face::language(&settings, advisor.as_ref().map(|advisor| &advisor.catalog));
        let customers = Customers::of(place.data_dir.clone());
        let mut worker = Self {
            place,
            settings,
            language,
            advisor,
            store: None,
            session: None,
            hash: None,
            customers,
            bought: None,
            seed: None,
            practice: None,
            problems,
        };
        worker.open_store();
        Ok(worker)
    }

    /// What the screens show of all this.
    pub fn face(&self) -> Result<Face, db::Error> {
        let catalog = self.advisor.as_ref().map(|advisor| &advisor.catalog);
        let session = self.session.as_ref().map_or_else(|| uuid::Uuid::new_v4().to_string(), |s| s.id().to_owned());
        face::face(&self.place, &self.settings, &self.language, catalog, &session)
    }

    /// The snapshot sold from, for the search that has its own connection.
    pub fn snapshot(&self) -> Option<super::place::Snapshot> {
        Some(self.place.snapshot()?.with(self.overlay()))
    }

    /// What is laid over the catalog.
    pub fn overlay(&self) -> Option<Arc<Overlay>> {
        self.catalog()?.overlay().cloned()
    }

    /// Shows what the store says of prices, stock and shelves from now on; lines that stand in a basket keep their prices.
    pub fn lay_over(&mut self, overlay: Option<Arc<Overlay>>) {
        if let Some(advisor) = &mut self.advisor {
            advisor.catalog.lay_over(overlay);
        }
    }

    /// Lays over what is kept here for the store of the settings.
    fn lay_held(&mut self) {
        let Some(advisor) = &mut self.advisor else { return };
        let held = self.place.held(self.settings.store.as_deref(), &advisor.catalog);
        advisor.catalog.lay_over(held.overlay);
    }

    /// What there is to say at the start: faults, and a sale that was left open.
    pub fn greet(&mut self) -> Vec<Message> {
        let mut messages: Vec<Message> =
            std::mem::take(&mut self.problems).iter().map(|problem| Message::Fault(fault(problem))).collect();
        if self.practice.is_some() {
            return messages;
        }
        messages.extend(self.badges_fault());
        if let Some(sale) = self.adopt() {
            messages.push(Message::Kept(vec![sale]));
        }
        messages
    }

    /// Does one effect.
    pub fn handle(&mut self, effect: Effect) -> Vec<Message> {
        match effect {
            Effect::Find { id, code, longer } => {
                let nothing = Message::FoundItems { id, found: FoundCode::default(), longer: false };
                match self.found(id, &code, longer.as_deref()) {
                    Ok(messages) => messages,
                    Err(error) => told(Err(error), nothing),
                }
            }
            Effect::Suggest { id, basket, subject } => {
                let nothing =
                    Message::Advised { id, subject: None, drawn: None, due: Vec::new(), advice: Box::default() };
                told(self.suggest(id, basket, subject.as_ref()), nothing)
            }
            Effect::Explain { id, basket, add_on } => {
                told(self.explain(id, basket, &add_on), Message::Explained { id, explanation: None })
            }
            Effect::Look { id, sku } => {
                let look = |details: Option<Details>| Message::Looked { id, details: details.map(Box::new) };
                told(self.details(sku.as_str()).map(look), look(None))
            }
            Effect::Save { id, sale, steps } => {
                let (session, hash) = (self.session_id(), self.hash());
                let keep = |store: &mut Store| store.append_steps(&sale, &session, hash.as_deref(), &steps);
                self.save(id, keep)
            }
            Effect::Unsave { id, sale, number } => self.save(id, |store| store.remove_step(&sale, number)),
            Effect::Finish { id, sale, mut event } => {
                margins::note(&mut event, self.catalog());
                event.utc_offset_min = Some(clock::utc_offset());
                self.bought = None;
                self.save(id, |store| store.finish_sale(&sale, &event, clock::now()).map(drop))
            }
            Effect::Reopen { id, sale, event } => {
                self.bought = None;
                self.save(id, |store| store.reopen_sale(&sale, &event, clock::now()).map(drop))
            }
            Effect::Drop { id, sale } => self.save(id, |store| store.drop_sale(&sale)),
            Effect::Record { id, event } => {
                let hash = self.hash();
                self.save(id, |store| store.record_event(&event, hash.as_deref(), clock::now()).map(drop))
            }
            Effect::NoteUnknown { code, staff } => self.note_unknown(code, staff),
            Effect::ListUnknown => self.list_unknown(),
            Effect::SeeToUnknown { code, done } => {
                self.save(0, |store| store.see_to_unknown(&code, done, clock::now()))
            }
            Effect::Figures { staff } => self.figures(staff.as_deref()),
            Effect::Remember(key, value) => self.remember(key, &value),
            Effect::ReadSettings => self.read_settings(),
            Effect::NextLanguage => self.next_language(),
            Effect::OpenDemo => self.open_demo(),
            Effect::LayOver => {
                self.lay_held();
                Vec::new()
            }
            Effect::UseCatalog => self.use_catalog(),
            Effect::Practise(true) => self.practise(),
            Effect::Practise(false) => self.end_practice(),
            Effect::NextCustomer => self.next_customer(),
            Effect::Report { .. }
            | Effect::SaveReport(_)
            | Effect::Slip(_)
            | Effect::Search { .. }
            | Effect::SyncNow
            | Effect::Bell
            | Effect::Redraw => Vec::new(),
        }
    }

    /// The items of a code; where none carries it as it came, the colleague or customer whose badge or card it is.
    fn found(&mut self, id: u64, code: &str, longer: Option<&str>) -> Result<Vec<Message>, db::Error> {
        let found = self.find(id, code, longer)?;
        let is_item = matches!(&found, Message::FoundItems { found, .. } if !found.items.is_empty() && !found.guessed);
        if is_item {
            return Ok(vec![found]);
        }
        if let Some(token) = self.token(&self.settings.badges, code) {
            return Ok(self.badge(id, &token));
        }
        match self.token(&self.settings.customers.cards, code) {
            Some(token) => self.card(id, &token),
            None => Ok(vec![found]),
        }
    }

    /// Where the figures of this counter lie.
    pub fn figures_at(&self) -> Where {
        let at = Where::of(&self.place, None);
        Where { catalog: at.catalog.map(|snapshot| snapshot.with(self.overlay())), ..at }
    }

    fn find(&self, id: u64, code: &str, longer: Option<&str>) -> Result<Message, db::Error> {
        let Some(advisor) = &self.advisor else {
            return Ok(Message::FoundItems { id, found: FoundCode::default(), longer: false });
        };
        if let Some(longer) = longer {
            let found = catalog::as_it_came(&advisor.catalog, longer)?;
            if !found.items.is_empty() {
                return Ok(Message::FoundItems { id, found, longer: true });
            }
        }
        let found = catalog::find(&advisor.catalog, code, &self.settings.scanner.layout)?;
        Ok(Message::FoundItems { id, found, longer: false })
    }

    fn now(&self) -> Circumstances {
        Circumstances {
            today: clock::today(),
            now: clock::now(),
            stock_max_age: face::stock_max_age(&self.settings),
            ..Circumstances::default()
        }
    }

    /// Does something with the store, opening it first where it could not be opened before.
    fn save(&mut self, id: u64, act: impl FnOnce(&mut Store) -> Result<(), db::Error>) -> Vec<Message> {
        if self.store.is_none() {
            self.open_store();
        }
        let result = match &mut self.store {
            Some(store) => act(store).map_err(|error| error.to_string()),
            None => Err("the folder for sales cannot be used".to_owned()),
        };
        self.problems.extend(self.store.as_mut().and_then(Store::take_notice));
        let faults = std::mem::take(&mut self.problems);
        let faults = faults.iter().map(|problem| Message::Fault(fault(problem)));
        std::iter::once(Message::Saved { id, result }).chain(faults).collect()
    }

    fn open_store(&mut self) {
        if self.practice.is_some() {
            match Self::practice_store() {
                Ok(store) => self.store = Some(store),
                Err(error) => self.problems.push(problems::of_store(&error)),
            }
            return;
        }
        let path = self.place.store_file();
        match machine::open_store(&path) {
            Ok((store, notice)) => {
                self.problems.extend(notice);
                let sessions = Sessions::of(&self.place.data_dir);
                if self.session.is_none() {
                    self.session = sessions.start().ok();
                }
                self.store = Some(store);
            }
            Err(error) => self.problems.push(problems::of_store(&error)),
        }
    }

    fn session_id(&self) -> String {
        self.session.as_ref().map(|session| session.id().to_owned()).unwrap_or_default()
    }

    /// Takes over the newest sale that a program left open and nobody works on.
    fn adopt(&mut self) -> Option<crate::domain::Sale> {
        let sessions = Sessions::of(&self.place.data_dir);
        let session = self.session_id();
        let store = self.store.as_mut()?;
        let running = |id: &str| sessions.is_running(id);
        let _ = store.forget_ended_sessions(running);
        let mut kept = store.adoptable_sales(running).ok()?;
        kept.sort_by_key(|kept| kept.sale.last_touched());
        while let Some(newest) = kept.pop() {
            if newest.sale.basket().is_empty() {
                // Only suggestions were shown: nothing to go on with, and it must not hide an older sale.
                let _ = store.drop_sale(&newest.sale.id);
            } else if store.adopt_sale(&newest, &session).unwrap_or(false) {
                return Some(newest.sale);
            }
        }
        None
    }

    fn note_unknown(&mut self, code: String, staff: Option<String>) -> Vec<Message> {
        let hash = self.hash();
        let event = Event { staff, ..unknown::event(code) };
        self.save(0, |store| store.note_unknown(&event, hash.as_deref(), clock::now()).map(drop))
    }

    fn list_unknown(&self) -> Vec<Message> {
        let catalog = self.catalog();
        let codes = self.store.as_ref().and_then(|store| unknown::codes(store, catalog).ok());
        let row = |code: UnknownCode| UnknownRow {
            day: clock::day_of(code.last).to_string(),
            code: code.code,
            times: code.times,
        };
        codes.map(|codes| Message::Unknown(codes.into_iter().map(row).collect())).into_iter().collect()
    }

    fn figures(&self, staff: Option<&str>) -> Vec<Message> {
        let (today, now) = (clock::start_of_today(), clock::now() + 1);
        let read = |store: &Store| {
            let figures = store.figures_between(today, now).ok()?;
            let own = staff.and_then(|staff| store.own_between(staff, today, now).ok());
            Some(Message::Today { sales: figures.sales, with_add_on: figures.with_add_on, own })
        };
        self.store.as_ref().and_then(read).into_iter().collect()
    }

    fn remember(&mut self, key: &'static str, value: &str) -> Vec<Message> {
        match settings::set(&self.place.config_dir, key, value) {
            Ok(()) => self.settings = settings::read(&self.place.config_dir).0,
            Err(error) => return vec![Message::Fault(face::not_remembered(&error))],
        }
        Vec::new()
    }

    fn read_settings(&mut self) -> Vec<Message> {
        let (settings, problems) = settings::read(&self.place.config_dir);
        self.settings = settings;
        self.lay_held();
        self.language = face::language(&self.settings, self.advisor.as_ref().map(|advisor| &advisor.catalog));
        let mut messages = self.opened();
        messages.push(Message::Mended(Code::ChainKey.number()));
        messages.extend(self.badges_fault());
        let of_keys = face::keymap(&self.place.config_dir).1;
        messages.extend(problems.iter().chain(&of_keys).map(|problem| Message::Fault(fault(problem))));
        messages
    }

    fn next_language(&mut self) -> Vec<Message> {
        let known = crate::words::LANGUAGES;
        let at = known.iter().position(|language| *language == self.language).unwrap_or(0);
        known[(at + 1) % known.len()].clone_into(&mut self.language);
        let language = self.language.clone();
        let mut messages = self.remember("language", &language);
        messages.extend(self.opened());
        messages
    }

    /// Sells from the sample shop from now on: its catalog, and a store of its own.
    fn open_demo(&mut self) -> Vec<Message> {
        let config_dir = self.place.config_dir.clone();
        let opened = Demo::open().and_then(|demo| Place::demo(demo, Some(&config_dir))).and_then(|place| {
            let advisor = Advisor::new(place.open_catalog()?)?;
            Ok((place, advisor))
        });
        match opened {
            Ok((place, advisor)) => {
                self.hash = None;
                self.language = face::language(&self.settings, Some(&advisor.catalog));
                self.advisor = Some(advisor);
                self.store = None;
                self.session = None;
                self.customers = Customers::of(place.data_dir.clone());
                self.bought = None;
                self.place = place;
                self.open_store();
                self.opened()
            }
            Err(failure) => {
                let problem = Problem::new(Code::NotSaved, &failure.message);
                vec![Message::Fault(fault(&problem.with_todo(failure.hint.unwrap_or_default())))]
            }
        }
    }

    /// Sells from the catalog that is installed now. Where it cannot be opened the one before is sold from still.
    fn use_catalog(&mut self) -> Vec<Message> {
        let Some((installed, lease)) = sync::hold(&self.place.data_dir).filter(|_| self.place.follows) else {
            return Vec::new();
        };
        match Catalog::open(&installed.path).and_then(Advisor::new) {
            Ok(advisor) => {
                self.advisor = Some(advisor);
                self.hash = Some(installed.sha256.clone());
                self.place.catalog = Some(installed.path.clone());
                self.place.installed = Some((installed, lease));
                self.lay_held();
                self.language = face::language(&self.settings, self.catalog());
                self.opened()
            }
            Err(error) => {
                let what = format!("the new catalog cannot be read: {error}. You can keep selling");
                vec![Message::Fault(fault(&Problem::new(Code::CatalogUnreadable, &what)))]
            }
        }
    }

    /// What the courier has to know: where the files are, and what is sold from.
    pub fn place(&self) -> &Place {
        &self.place
    }

    fn opened(&self) -> Vec<Message> {
        self.face().map(|face| Message::Opened(Box::new(face))).into_iter().collect()
    }

    /// The digest of the catalog in use; the installed one's is known, another file has to be read for it once.
    pub fn hash(&mut self) -> Option<String> {
        if self.hash.is_none() {
            let path = self.place.catalog.as_ref()?;
            let installed = self.place.installed.as_ref().map(|(installed, _)| installed.sha256.clone());
            self.hash = installed.or_else(|| sync::fingerprint(path).ok());
        }
        self.hash.clone()
    }

    /// Puts the sample answers into the sample shop's store; nothing else.
    pub fn fill_demo(&mut self) {
        if let (Some(demo), Some(store)) = (&self.place.demo, &mut self.store) {
            // Reports have less to show without them; selling does not need them.
            let _ = demo.record_answers(store, clock::now());
        }
    }

    /// What holds now.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The catalog in use.
    pub fn catalog(&self) -> Option<&Catalog> {
        self.advisor.as_ref().map(|advisor| &advisor.catalog)
    }
}

/// The answer, or where the catalog could not be read an empty one, and the fault.
fn told(read: Result<Message, db::Error>, nothing: Message) -> Vec<Message> {
    match read {
        Ok(message) => vec![message],
        Err(error) => {
            let what = format!("the catalog cannot be read: {error}. Lines that stand here are saved");
            vec![nothing, Message::Fault(fault(&Problem::new(Code::CatalogUnreadable, &what)))]
        }
    }
}

/// A problem as the screens show it.
pub fn fault(problem: &Problem) -> Fault {
    Fault { code: problem.code.to_owned(), what: problem.sentence(), todo: problem.todo.clone() }
}
