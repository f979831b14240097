//! What a colleague asked in the shifts that a badge began.

use rusqlite::named_params;

use super::Store;
use crate::db::Error;
use crate::domain::{Event, Outcome, UnixMillis};

impl Store {
    /// How many suggestions a colleague asked about from one time up to and without another, and how many of them were
    /// taken. Sales taken back are left out.
    pub fn answers_to(&self, pseudonym: &str, from: UnixMillis, to: UnixMillis) -> Result<(u64, u64), Error> {
        const SQL: &str = "SELECT body FROM event AS sale
            WHERE kind = 'sale' AND wall >= :from AND wall < :to AND instr(body, :staff) > 0
            AND NOT EXISTS (SELECT 1 FROM event AS void WHERE void.kind = 'void' AND void.about = sale.event_id)";
        let bodies: Vec<String> = self.read(|connection| {
            connection
                .prepare_cached(SQL)?
                .query_map(named_params! { ":from": from, ":to": to, ":staff": pseudonym }, |row| row.get(0))?
                .collect()
        })?;
        let events = bodies.iter().filter_map(|body| serde_json::from_str::<Event>(body).ok());
        let own = events.filter(|event| event.staff.as_deref() == Some(pseudonym));
        let (mut asked, mut taken) = (0, 0);
        for suggestion in own.flat_map(|event| event.suggestions) {
            asked += u64::from(matches!(suggestion.outcome, Outcome::Accepted | Outcome::Declined));
            taken += u64::from(suggestion.outcome == Outcome::Accepted);
        }
        Ok((asked, taken))
    }
}
