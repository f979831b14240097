//! `goeswith`, `goeswith sell`: puts state, worker and search together and hands the terminal to the screens.

use std::io::{self, IsTerminal as _};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Instant;

use super::courier::{Courier, Order};
use super::finder::{self, Request};
use super::listen::Listeners;
use super::place::Place;
use super::worker::Worker;
use super::{Exit, Failure, Globals, clock, face, fault, reporter};
use crate::input::Source;
use crate::settings;
use crate::tui::message::Effect;
use crate::tui::run::{Inbound, Partners, calls, inbox, run as run_screens};
use crate::tui::signals::Lifeline;
use crate::tui::state::{Clock, FirstRun, Practice, Screen, State};

/// Arguments of `goeswith sell`.
#[derive(Debug, Default, clap::Args)]
pub struct SellArgs {
    /// Print one line per change instead of drawing a screen, for screen readers; the keys are the same
    #[arg(long)]
    plain: bool,

    /// Practise on customers who are not there: the live catalog, and nothing of it is recorded
    #[arg(long)]
    practice: bool,

    /// Practise on the same customers as the last time with this number
    #[arg(long, value_name = "NUMBER", requires = "practice")]
    seed: Option<u64>,

    /// Listen to a till, so that nobody scans twice: the path of its journal file, of the folder where it begins
    /// one each day, or of a named pipe; serial:PORT@SPEED for a port. Goes before `source` under [feed] in settings.toml
    #[arg(long, value_name = "SOURCE")]
    feed: Option<Source>,
}

/// Sells until somebody quits.
pub fn run(args: &SellArgs, globals: &Globals) -> Result<(), Failure> {
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err(Failure::new(Exit::Usage, "the sale screen needs a terminal for keys and picture")
            .hinted("start it in a terminal window; `goeswith suggest CODE` answers without one"));
    }
    let place = Place::of(globals)?;
    let (settings, mut problems) = settings::read(&place.config_dir);
    problems.extend(face::keymap(&place.config_dir).1);
    let mut worker = Worker::open(place, settings, problems)?;
    worker.set_seed(args.seed);
    let has_catalog = worker.catalog().is_some();
    let screen = if has_catalog { Screen::Sale } else { Screen::FirstRun(FirstRun::default()) };
    let mut state = State::new(worker.face()?, screen);
    let practises = args.practice && has_catalog;
    state.practice = practises.then(Practice::default);

    let (to_loop, from_all) = inbox();
    let (to_worker, work) = crossbeam_channel::unbounded::<Effect>();
    let (to_finder, searches) = crossbeam_channel::unbounded::<Request>();
    if let Some(snapshot) = worker.snapshot() {
        let _ = to_finder.send(Request::Open(snapshot));
    }
    let answer = to_loop.clone();
    let gone = Lifeline(calls(&to_loop));
    spawn("finder", move || {
        let _gone = gone;
        finder::serve(&searches, |message| {
            let _ = answer.send(Inbound::now(message));
        });
    })?;
    let (to_reporter, looks) = crossbeam_channel::unbounded::<reporter::Request>();
    let answer = to_loop.clone();
    let gone = Lifeline(calls(&to_loop));
    spawn("reporter", move || {
        let _gone = gone;
        reporter::serve(&looks, |message| {
            let _ = answer.send(Inbound::now(message));
        });
    })?;
    let named_folder = globals.sync_dir.clone();
    let folder = move |settings: &settings::Settings| named_folder.clone().or_else(|| settings.sync_dir.clone());
    let named = folder(worker.settings());
    let mut courier = Courier::start(worker.place(), named, worker.settings(), to_loop.clone());
    let mut listeners = Listeners::new(to_loop.clone(), args.feed.clone());
    let answer = to_loop.clone();
    let reopen = to_finder.clone();
    let gone = Lifeline(calls(&to_loop));
    let working = spawn("worker", move || {
        let _gone = gone;
        let first = if practises { worker.practise() } else { Vec::new() };
        for message in first.into_iter().chain(worker.greet()) {
            let _ = answer.send(Inbound::now(message));
        }
        // Before anything that takes time: what the till writes meanwhile must not count as its past.
        listeners.follow(worker.settings());
        worker.hash();
        worker.fill_demo();
        for effect in work {
            fault::rehearse();
            let moved = matches!(effect, Effect::OpenDemo | Effect::UseCatalog);
            let laid = matches!(effect, Effect::ReadSettings | Effect::LayOver);
            let read_again = matches!(effect, Effect::ReadSettings);
            match (&effect, &courier) {
                // The sample shop takes nothing from head office, and sends nothing.
                (Effect::OpenDemo, _) => courier = None,
                (Effect::SyncNow, Some(courier)) => courier.order(Order::Visit),
                _ => {}
            }
            if matches!(effect, Effect::Report { .. } | Effect::SaveReport(_)) {
                let _ = to_reporter.send((worker.figures_at(), effect));
                continue;
            }
            if let Effect::Slip(slip) = &effect {
                let (printing, answer) = (worker.slip(slip, &worker.figures_at().papers), answer.clone());
                // Where no thread begins, the slip is not printed; a sale would not be saved either.
                let _ = spawn("printer", move || drop(answer.send(Inbound::now(printing.run()))));
                continue;
            }
            for message in worker.handle(effect) {
                let _ = answer.send(Inbound::now(message));
            }
            if laid {
                let _ = reopen.send(Request::LayOver(worker.overlay()));
            }
            if read_again {
                listeners.follow(worker.settings());
                if let Some(courier) = &courier {
                    let settings = worker.settings();
                    courier.order(Order::Folder(folder(settings), Box::new(settings.clone())));
                }
            }
            if let (true, Some(snapshot)) = (moved, worker.snapshot()) {
                let _ = reopen.send(Request::Open(snapshot));
                worker.fill_demo();
            }
        }
        if let Some(courier) = courier {
            courier.end();
        }
    })?;

    let partners = Partners {
        clock: Arc::new(clock_since(Instant::now())),
        effects: Box::new(move |effect| match effect {
            Effect::Search { id, text } => drop(to_finder.send(Request::Search { id, text })),
            other => drop(to_worker.send(other)),
        }),
        inbox: (to_loop, from_all),
        lines: args.plain,
    };
    let ended = fault::caught(|| Ok(run_screens(state, &partners)));
    // The worker ends with its queue; what was acknowledged is on disk already, so nobody has to wait for long.
    drop(partners);
    // Where it had a fault, that is said at the end of every command.
    let _ = working.join();
    match ended? {
        Ok(None) => Ok(()),
        Ok(Some(why)) => Err(Failure::new(Exit::NotSaved, format!("the last sale was not saved: {why}"))
            .hinted("write it down; free some disk space or check the rights of the folder")),
        Err(error) => Err(Failure::new(Exit::Data, format!("the terminal went away: {error}"))),
    }
}

/// A thread with a name, by which a fault on it is told. Those without which no answer would ever come hold a
/// [`Lifeline`]: the screens end with them, whatever the reason.
pub fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, Failure> {
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(work)
        .map_err(|error| Failure::new(Exit::Data, format!("the program cannot start its work: {error}")))
}

/// The clock of a run that began at `started`.
pub fn clock_since(started: Instant) -> impl Fn() -> Clock + Send + Sync {
    move || {
        fault::rehearse();
        Clock {
            ticks: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
            now: clock::now(),
            minute_of_day: clock::minute_of_day(),
        }
    }
}
