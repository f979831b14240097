//! The thread of an open counter that visits the sync folder every few seconds, and notices when another catalog was
//! installed, by itself or by somebody else. It never stands before a key or a save: a stick that hangs hangs it alone.

use std::path::PathBuf;
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded, unbounded};

use super::place::Place;
use super::visit::{Visitor, Weight};
use super::{clock, fault, sell, worker};
use crate::domain::problem::{Code, Problem};
use crate::settings::Settings;
use crate::sync::outbox::Occasion;
use crate::sync::{self, InstalledCatalog};
use crate::tui::message::Message;
use crate::tui::run::Inbound;
use crate::tui::state::Arrival;

/// So long leaving waits for what the courier is at.
const PATIENCE: Duration = Duration::from_secs(1);

/// The courier of a counter, while it runs.
pub struct Courier {
    /// Dropped to end it.
    orders: Sender<Order>,
    ended: Receiver<()>,
    _thread: JoinHandle<()>,
}

/// What it can be asked.
#[derive(Debug)]
pub enum Order {
    /// Look now instead of soon.
    Visit,
    /// Look into this folder from now on; `None` into none.
    Folder(Option<PathBuf>, Box<Settings>),
}

/// What it works with.
struct Route {
    data_dir: PathBuf,
    visitor: Option<Visitor>,
    to_loop: Sender<Inbound>,
    /// What the counter sells from, or was told of last.
    known: Option<(u64, String)>,
    /// What the counter was told is wrong.
    told: Vec<Problem>,
}

impl Courier {
    /// Sets out for a counter that sells from what is installed; `None` for one that sells from a file it was given.
    pub fn start(
        place: &Place,
        folder: Option<PathBuf>,
        settings: &Settings,
        to_loop: Sender<Inbound>,
    ) -> Option<Self> {
        if !place.follows {
            return None;
        }
        let known = place.installed.as_ref().map(|(installed, _)| key(installed));
        let data_dir = place.data_dir.clone();
        let mut route = Route { data_dir, visitor: None, to_loop, known, told: Vec::new() };
        route.turn_to(folder, settings);
        let (orders, received) = unbounded();
        let (end, ended) = bounded::<()>(1);
        let thread = sell::spawn("courier", move || {
            sync::step_back();
            let _end = end;
            let _stumble = Stumble(route.to_loop.clone());
            while route.go(Occasion::Visit).is_ok() {
                match received.recv_timeout(pause()) {
                    Ok(Order::Visit) | Err(RecvTimeoutError::Timeout) => {}
                    Ok(Order::Folder(folder, settings)) => route.turn_to(folder, &settings),
                    Err(RecvTimeoutError::Disconnected) => {
                        // What was sold goes out before the night.
                        let _ = route.go(Occasion::Exit);
                        return;
                    }
                }
            }
        });
        Some(Self { orders, ended, _thread: thread.ok()? })
    }

    /// Asks for something.
    pub fn order(&self, order: Order) {
        let _ = self.orders.send(order);
    }

    /// Ends it, and waits for what it is at, but not for long.
    pub fn end(self) {
        drop(self.orders);
        let _ = self.ended.recv_timeout(PATIENCE);
    }
}

/// About [`PAUSE`](super::sync::PAUSE): two counters of a shop do not look at the same instant.
fn pause() -> Duration {
    let chance = u64::from(uuid::Uuid::new_v4().as_bytes()[0]);
    Duration::from_millis(13_000 + chance * 4_000 / 255)
}

fn key(installed: &InstalledCatalog) -> (u64, String) {
    (installed.version, installed.sha256.clone())
}

/// Nobody listens any more.
struct Gone;

/// Says that nothing arrives any more where the courier itself has a fault. Selling goes on.
struct Stumble(Sender<Inbound>);

impl Drop for Stumble {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let what = "the program had a fault in the sync folder and looks there no more until it is started again";
            let problem = Problem::new(Code::SyncFolderGone, what);
            let _ = self.0.send(Inbound::now(Message::Fault(worker::fault(&problem))));
        }
    }
}

impl Route {
    /// Visits this folder from now on; what was remembered of the one before is forgotten.
    fn turn_to(&mut self, folder: Option<PathBuf>, settings: &Settings) {
        self.visitor = folder.map(|folder| Visitor::new(folder, self.data_dir.clone(), settings));
    }

    fn go(&mut self, occasion: Occasion) -> Result<(), Gone> {
        fault::rehearse();
        if let Some(visitor) = &mut self.visitor {
            let visit = visitor.visit(occasion, None, &mut |_, _, _| true);
            if visit.stock.is_some() {
                self.send(Message::StockCame)?;
            }
            // What is still arriving is nobody's business at the counter.
            let worth_telling = |(weight, problem): &(Weight, Problem)| {
                let arriving = [Code::StillArriving, Code::StockArriving].map(Code::number);
                *weight != Weight::Waiting || !arriving.contains(&problem.code)
            };
            self.tell(visit.problems.into_iter().filter(worth_telling).map(|(_, problem)| problem).collect())?;
        }
        let installed = sync::current(&self.data_dir);
        if let Some(installed) = installed.filter(|installed| self.known.as_ref() != Some(&key(installed))) {
            self.known = Some(key(&installed));
            let day = installed.published.map(|published| clock::day_of(published).to_string());
            self.send(Message::Arrived(Arrival { day, prices: None }))?;
        }
        Ok(())
    }

    /// Says what is new, and takes back what is mended.
    fn tell(&mut self, found: Vec<Problem>) -> Result<(), Gone> {
        for gone in self.told.iter().filter(|told| !found.contains(told)) {
            self.send(Message::Mended(gone.code))?;
        }
        for new in found.iter().filter(|new| !self.told.contains(new)) {
            self.send(Message::Fault(worker::fault(new)))?;
        }
        self.told = found;
        Ok(())
    }

    fn send(&self, message: Message) -> Result<(), Gone> {
        self.to_loop.send(Inbound::now(message)).map_err(|_| Gone)
    }
}
