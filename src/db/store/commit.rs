//! What happens when a commit fails: never just again.
//!
//! After a flush that failed, the system may hold pages for clean that never reached the disk (*Can Applications
//! Recover from fsync Failures?*, USENIX ATC 2020). So the connection is dropped, the store opened again and its log
//! written into the file, and the work done over; the work looks up what is there already before it adds anything.

use rusqlite::{Connection, TransactionBehavior};

use super::check::Depth;
use super::{Access, Store, fault, opening};
use crate::db::Error;
use crate::domain::UnixMillis;

const ATTEMPTS: u32 = 3;

impl Store {
    /// Does `work` in one transaction that is on disk when this returns. `work` is done over where a commit fails, so
    /// it must add nothing twice.
    pub(super) fn write<T>(
        &mut self,
        now: UnixMillis,
        work: impl Fn(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        if self.access == Access::ReadOnly {
            return Err(Error::NotSaved {
                path: self.path().to_owned(),
                detail: "it was opened for reading alone".to_owned(),
            });
        }
        self.now = self.now.max(now);
        let mut depth = Depth::Quick;
        let mut attempt = 1;
        loop {
            let error = match self.attempt(depth, &work) {
                Ok(done) => {
                    self.renew_reserve();
                    return Ok(done);
                }
                Err(error) => error,
            };
            match &error {
                Error::NotSaved { .. } => self.spend_reserve(),
                Error::Damaged { .. } => depth = Depth::Full,
                _ => return Err(error),
            }
            if self.files.is_some() {
                self.live = None;
            }
            attempt += 1;
            if attempt > ATTEMPTS {
                return Err(self.not_saved(&error));
            }
        }
    }

    fn attempt<T>(&mut self, depth: Depth, work: impl Fn(&Connection) -> rusqlite::Result<T>) -> Result<T, Error> {
        if self.live.is_none() {
            self.open_again(depth)?;
        }
        let path = self.path().to_owned();
        let Some(live) = &mut self.live else {
            return Err(fault::damaged(&path, "it is closed"));
        };
        let mut transact = || {
            let transaction = live.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let done = work(&transaction)?;
            transaction.commit()?;
            Ok(done)
        };
        transact().map_err(|error| fault::sort(&path, error))
    }

    fn open_again(&mut self, depth: Depth) -> Result<(), Error> {
        let Some(files) = &self.files else { return Ok(()) };
        let (live, identity, notice) = opening::open_or_repair(files, self.now, depth)?;
        opening::settle(&live.connection, &files.store)?;
        self.live = Some(live);
        self.identity = identity;
        self.notice = notice.or(self.notice.take());
        Ok(())
    }

    fn not_saved(&self, error: &Error) -> Error {
        match error {
            Error::NotSaved { path, detail } => Error::NotSaved { path: path.clone(), detail: detail.clone() },
            other => Error::NotSaved { path: self.path().to_owned(), detail: other.to_string() },
        }
    }
}
