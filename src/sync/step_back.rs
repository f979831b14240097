//! Room for whoever stands at the counter.

/// Lets the other threads of this computer go before the calling one, from now on: what it does can wait, a key cannot. Where
/// cores are free it is as quick as ever. Linux counts priority by thread; elsewhere this does nothing, since it would slow
/// the whole program.
pub fn step_back() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{getpriority_process, setpriority_process};
        // Ten steps: a tenth of what the others get where they want it too. Who may not do this goes on as before.
        let _ = getpriority_process(None).and_then(|now| setpriority_process(None, now + 10));
    }
}
