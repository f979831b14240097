//! What can go wrong at a counter, done to the program from outside, and the figures that come of it.
//!
//! ```text
//! cargo run --release --example faults -- --short            some minutes
//! cargo run --release --example faults -- --full             what tests/faults/README.md publishes
//! cargo run --release --example faults -- --full --only A1,B2 --seed 7
//! cargo run --release --example faults -- --short --binary /usr/bin/goeswith
//! ```
//!
//! It needs Linux. Where there is `unshare` it goes on in a name space of its own, in which it may mount small disks;
//! nothing of that is left when it ends.

#![allow(clippy::unwrap_used, reason = "a run that cannot go on has failed")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it is a program that reports")]

#[cfg(target_os = "linux")]
mod suite;

#[cfg(target_os = "linux")]
fn main() -> std::process::ExitCode {
    suite::command_line::main()
}

#[cfg(not(target_os = "linux"))]
fn main() -> std::process::ExitCode {
    eprintln!("the suite of faults needs Linux");
    std::process::ExitCode::FAILURE
}
