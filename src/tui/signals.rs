//! Signals, hang-ups and suspension: whatever ends the program goes through the same door as Ctrl+Q.

use crossbeam_channel::Sender;

use super::message::Message;
use super::run::Inbound;

/// After a request to end, the process is gone at the latest after so long, whatever hangs.
#[cfg(unix)]
const LAST_RESORT: std::time::Duration = std::time::Duration::from_secs(2);

/// Watches for TERM, INT, HUP and QUIT, for suspension, and for a terminal that vanished without a word.
#[cfg(unix)]
pub fn watch(inbox: &Sender<Inbound>) -> std::io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT])?;
    let to_loop = inbox.clone();
    std::thread::spawn(move || {
        for signal in signals.forever() {
            match signal {
                SIGTSTP => {
                    super::terminal::give_back();
                    let _ = signal_hook::low_level::emulate_default_handler(SIGTSTP);
                }
                SIGCONT => {
                    let _ = super::terminal::enter();
                    let _ = to_loop.send(Inbound::now(Message::Redraw));
                }
                _ => end(&to_loop, signal),
            }
        }
    });
    let to_loop = inbox.clone();
    std::thread::spawn(move || {
        while !hung_up() {
            std::thread::sleep(std::time::Duration::from_secs(1));
        }
        end(&to_loop, SIGHUP);
    });
    Ok(())
}

/// Asks the loop to end, and ends the process itself where the loop does not: a thread may hang inside the terminal.
#[cfg(unix)]
fn end(to_loop: &Sender<Inbound>, signal: i32) {
    let _ = to_loop.send(Inbound::now(Message::Quit));
    std::thread::sleep(LAST_RESORT);
    super::terminal::give_back();
    signal_hook::low_level::exit(128 + signal);
}

/// True once the terminal on standard input is gone, also where a parent process ignores HUP.
#[cfg(unix)]
fn hung_up() -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let stdin = std::io::stdin();
    let mut watched = [PollFd::new(&stdin, PollFlags::empty())];
    let polled = poll(&mut watched, Some(&Timespec { tv_sec: 0, tv_nsec: 0 }));
    match polled {
        Ok(_) => watched[0].revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL),
        Err(error) => error != rustix::io::Errno::INTR,
    }
}

/// Watches for the window being closed. The process may be killed as soon as the handler returns, so nothing durable
/// waits for it. Not tried on a real console yet.
#[cfg(windows)]
pub fn watch(inbox: &Sender<Inbound>) -> std::io::Result<()> {
    let to_loop = inbox.clone();
    ctrlc::set_handler(move || {
        let _ = to_loop.send(Inbound::now(Message::Quit));
    })
    .map_err(std::io::Error::other)
}
