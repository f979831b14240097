//! Room for whoever stands at the counter.

/// Lets every other thread of this computer go before the calling one, from now on: what it does can wait, a key cannot. Where
/// cores are free it is as quick as ever. Linux counts priority by thread; elsewhere this does nothing, since it would slow
/// the whole program.
pub fn step_back() {
    #[cfg(target_os = "linux")]
    {
        // A third of what the others get where they want it too. Who may not even do this goes on as before.
        let _ = rustix::process::setpriority_process(None, 5);
    }
}
