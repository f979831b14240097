//! Signals, hang-ups and suspension: whatever ends the program goes through the same door as Ctrl+Q.
//!
//! crossterm 0.29 reads on for ever when its terminal disappears (crossterm#793), so keys are read on a thread of their
//! own, and who waits for the end waits here.

use std::io;

use crossbeam_channel::Sender;

/// How a loop wants to be told.
#[derive(Debug)]
pub struct Calls<M> {
    /// Into its queue.
    pub to: Sender<M>,
    /// That it has to end.
    pub quit: fn() -> M,
    /// That everything has to be drawn anew.
    pub redraw: fn() -> M,
}

impl<M> Clone for Calls<M> {
    fn clone(&self) -> Self {
        Self { to: self.to.clone(), quit: self.quit, redraw: self.redraw }
    }
}

impl<M> Calls<M> {
    fn quit(&self) {
        let _ = self.to.send((self.quit)());
    }
}

/// Ends the loop when it is dropped: a thread without which the loop would be deaf holds one, and whatever ends that
/// thread, a panic as well, ends the loop.
#[derive(Debug)]
pub struct Lifeline<M>(pub Calls<M>);

impl<M> Drop for Lifeline<M> {
    fn drop(&mut self) {
        self.0.quit();
    }
}

/// Watches for TERM, INT, HUP and QUIT, for suspension, for another size of the window, and for a terminal that vanished
/// without a word.
///
/// The size is watched here because crossterm 0.29 loses it where a key comes in the same moment: both wake its `poll`, it
/// answers with the key, and edge-triggered readiness is not told twice. What the window cut off would stay away.
#[cfg(unix)]
pub fn watch<M: Send + 'static>(calls: &Calls<M>) -> io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
    let mut signals =
        signal_hook::iterator::Signals::new([SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH])?;
    let of_signals = Lifeline(calls.clone());
    spawn("signals", move || {
        for signal in signals.forever() {
            match signal {
                SIGTSTP => {
                    super::terminal::lend();
                    let _ = signal_hook::low_level::emulate_default_handler(SIGTSTP);
                }
                SIGCONT => {
                    super::terminal::resume();
                    let _ = of_signals.0.to.send((of_signals.0.redraw)());
                }
                SIGWINCH => {
                    let _ = of_signals.0.to.send((of_signals.0.redraw)());
                }
                signal => end(&of_signals.0, signal),
            }
        }
    })?;
    let of_terminal = Lifeline(calls.clone());
    spawn("hang-up", move || {
        while !hung_up() {}
        end(&of_terminal.0, SIGHUP);
    })
}

/// Asks the loop to end, and ends the process itself where the loop does not: a thread may hang inside the terminal.
#[cfg(unix)]
fn end<M>(calls: &Calls<M>, signal: i32) {
    use std::time::Duration;
    // Together less than the two seconds within which whoever asked may expect us to be gone.
    const FOR_THE_LOOP: Duration = Duration::from_millis(1600);
    const FOR_THE_TERMINAL: Duration = Duration::from_millis(200);
    calls.quit();
    std::thread::sleep(FOR_THE_LOOP);
    // A terminal that takes no more output would hold whoever writes to it, so somebody else does.
    let (done, given_back) = crossbeam_channel::bounded::<()>(1);
    let _ = spawn("last resort", move || {
        let _done = done;
        super::terminal::give_back();
    });
    let _ = given_back.recv_timeout(FOR_THE_TERMINAL);
    signal_hook::low_level::exit(128 + signal);
}

/// True once the terminal on standard input is gone, also where a parent process ignores HUP. Waits for it up to a second.
#[cfg(unix)]
fn hung_up() -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let stdin = std::io::stdin();
    let mut watched = [PollFd::new(&stdin, PollFlags::empty())];
    let polled = poll(&mut watched, Some(&Timespec { tv_sec: 1, tv_nsec: 0 }));
    match polled {
        Ok(_) => watched[0].revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL),
        Err(error) => error != rustix::io::Errno::INTR,
    }
}

/// Watches for the window being closed. The process may be killed as soon as the handler returns, so nothing durable
/// waits for it. Not tried on a real console yet.
#[cfg(windows)]
pub fn watch<M: Send + 'static>(calls: &Calls<M>) -> io::Result<()> {
    let calls = calls.clone();
    ctrlc::set_handler(move || calls.quit()).map_err(io::Error::other)
}

/// A thread with a name, by which a fault on it is told.
pub(super) fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    std::thread::Builder::new().name(name.to_owned()).spawn(work).map(drop)
}
