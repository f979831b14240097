//! What goes with what: links, decisions, pairs from sales, what answers taught.

use std::collections::HashMap;

use rusqlite::{Row, named_params};

use super::half::Half;
use super::talks::Talks;
use super::{AddOns, Both, Difference, EXAMPLES, LinkNamed};
use crate::db::Error;
use crate::domain::LinkKind;

const PAIRS: &str = "SELECT add_on, together, relevance, alone, in_basket, chance FROM pair WHERE item = :owner";
const DECISIONS: &str = "SELECT add_on, accepted, kind, 0, 0, 0 FROM pair_decision WHERE item = :owner";
const ANSWERS: &str = "SELECT add_on, asked, accepted, unasked, taken, factor FROM answer WHERE item = :owner";
const CATEGORY_PAIRS: &str = "SELECT add_on, prior, 0, 0, 0, 0 FROM category_pair WHERE category = :owner";

/// A row of an item: the add-on, and what is said of it.
type Related = (Name, [i64; 5]);

/// An add-on by its number after, or where it is no longer there by its number before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Name {
    After(i64),
    Gone(i64),
}

struct LinkRow {
    add_on: Name,
    kind: i64,
    position: i64,
    terms: i64,
    talk: Option<i64>,
}

/// Compares what goes with each item. False where it was stopped.
pub(super) fn compare(
    both: &Both<'_>,
    found: &mut Difference,
    talks: &mut Talks,
    go_on: &mut impl FnMut() -> bool,
) -> Result<bool, Error> {
    let mut terms = HashMap::new();
    let item = "SELECT id, sku, name, variant_of FROM item ORDER BY id";
    let read = |row: &Row<'_>| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get(2)?, row.get::<_, Option<i64>>(3)?))
    };
    let went_on = both.before.each(item, read, |(before, sku, name, variant)| {
        let Some(after) = both.items.get(&before).copied() else {
            for link in links(&both.before, before, Some(both))? {
                talks.went(link.talk);
                found.links.gone.count += 1;
            }
            return Ok(go_on());
        };
        let by_id = "SELECT variant_of FROM item WHERE id = :id";
        let now =
            both.after.first(by_id, named_params! { ":id": after }, |row| row.get::<_, Option<i64>>(0))?.flatten();
        found.facts.variant += u64::from(variant.map(|id| both.items.get(&id).copied()) != now.map(Some));
        let mut change = Change::default();
        compare_links(both, [before, after], &sku, &mut change, &mut terms, found, talks)?;
        compare_decisions(both, before, after, &mut change, found, talks)?;
        let pairs = Changes::of(both, PAIRS, before, after)?;
        found.pairs.added += pairs.came.len() as u64;
        found.pairs.gone += pairs.went.len() as u64;
        found.pairs.figures += pairs.changed.len() as u64;
        change.take(&pairs);
        found.pairs.learned += Changes::of(both, ANSWERS, before, after)?.all();
        if change.is_one() {
            found.add_ons.try_note(|| change.told(both, &sku, name))?;
        }
        Ok(go_on())
    })?;
    if !went_on {
        return Ok(false);
    }
    // What is new has nothing before it.
    both.after.each(
        "SELECT id FROM item ORDER BY id",
        |row| row.get::<_, i64>(0),
        |after| {
            if !both.known.contains(&after) {
                for link in links(&both.after, after, None)? {
                    talks.came(link.talk);
                    found.links.added.count += 1;
                }
                found.pairs.added += related(&both.after, PAIRS, after, None)?.len() as u64;
            }
            Ok(true)
        },
    )
}

/// What sells with a category, and the sentences for pairs of categories.
pub(super) fn compare_categories(
    both: &Both<'_>,
    paths: &[HashMap<i64, String>; 2],
    found: &mut Difference,
    talks: &mut Talks,
) -> Result<(), Error> {
    for (before, after) in &both.categories {
        found.pairs.learned += Changes::of(both, CATEGORY_PAIRS, *before, *after)?.all();
    }
    let sql = "SELECT item_category, add_on_category, talk FROM category_talk";
    let read = |half: &Half<'_>, paths: &HashMap<i64, String>| -> Result<HashMap<[String; 2], i64>, Error> {
        let path = |id: i64| paths.get(&id).cloned().unwrap_or_default();
        let rows = half.list(sql, [], |row| Ok(([path(row.get(0)?), path(row.get(1)?)], row.get(2)?)))?;
        Ok(rows.into_iter().collect())
    };
    let (before, after) = (read(&both.before, &paths[0])?, read(&both.after, &paths[1])?);
    for (sides, talk) in &before {
        talks.of_categories(Some(*talk), after.get(sides).copied(), sides);
    }
    for (sides, talk) in after.iter().filter(|(sides, _)| !before.contains_key(*sides)) {
        talks.of_categories(None, Some(*talk), sides);
    }
    Ok(())
}

/// Add-ons of an item that came and went.
#[derive(Default)]
struct Change {
    came: Vec<Name>,
    went: Vec<Name>,
    other: bool,
}

impl Change {
    fn take(&mut self, changes: &Changes) {
        self.came.extend(changes.came.iter().copied());
        self.went.extend(changes.went.iter().copied());
    }

    fn is_one(&self) -> bool {
        self.other || !self.came.is_empty() || !self.went.is_empty()
    }

    fn told(&self, both: &Both<'_>, sku: &str, name: String) -> Result<AddOns, Error> {
        let named = |names: &[Name]| -> Result<Vec<String>, Error> {
            let mut skus = names.iter().take(EXAMPLES).map(|name| name.sku(both)).collect::<Result<Vec<_>, _>>()?;
            skus.dedup();
            Ok(skus)
        };
        Ok(AddOns { sku: sku.to_owned(), name, came: named(&self.came)?, went: named(&self.went)? })
    }
}

/// What became of the rows of one owner.
#[derive(Default)]
struct Changes {
    came: Vec<Name>,
    went: Vec<Name>,
    changed: Vec<Name>,
}

impl Changes {
    fn of(both: &Both<'_>, sql: &'static str, before: i64, after: i64) -> Result<Self, Error> {
        let (old, new) = (related(&both.before, sql, before, Some(both))?, related(&both.after, sql, after, None)?);
        let mut changes = Self::default();
        step(
            &old,
            &new,
            |row| row.0,
            |old, new| match (old, new) {
                (Some(old), Some(new)) if old.1 != new.1 => changes.changed.push(new.0),
                (None, Some(new)) => changes.came.push(new.0),
                (Some(old), None) => changes.went.push(old.0),
                _ => {}
            },
        );
        Ok(changes)
    }

    fn all(&self) -> u64 {
        (self.came.len() + self.went.len() + self.changed.len()) as u64
    }
}

impl Name {
    fn of(number: i64, before: Option<&Both<'_>>) -> Self {
        match before {
            None => Self::After(number),
            Some(both) => both.items.get(&number).map_or(Self::Gone(number), |after| Self::After(*after)),
        }
    }

    fn number(self) -> i64 {
        let (Self::After(number) | Self::Gone(number)) = self;
        number
    }

    fn sku(self, both: &Both<'_>) -> Result<String, Error> {
        match self {
            Self::After(number) => sku(&both.after, number),
            Self::Gone(number) => sku(&both.before, number),
        }
    }
}

/// The SKU of an item; its number where there is none.
pub(super) fn sku(half: &Half<'_>, item: i64) -> Result<String, Error> {
    let found = half.first("SELECT sku FROM item WHERE id = :id", named_params! { ":id": item }, |row| row.get(0))?;
    Ok(found.unwrap_or_else(|| item.to_string()))
}

/// The rows of an owner by add-on. `before` where they are of the first snapshot.
fn related(half: &Half<'_>, sql: &'static str, owner: i64, before: Option<&Both<'_>>) -> Result<Vec<Related>, Error> {
    let mut rows = half.list(sql, named_params! { ":owner": owner }, |row| {
        let values = [row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?];
        Ok((Name::of(row.get(0)?, before), values))
    })?;
    rows.sort_unstable_by_key(|row| row.0);
    Ok(rows)
}

fn links(half: &Half<'_>, item: i64, before: Option<&Both<'_>>) -> Result<Vec<LinkRow>, Error> {
    let sql = "SELECT add_on, kind, position, terms, talk FROM link WHERE item = :item ORDER BY position";
    half.list(sql, named_params! { ":item": item }, |row| {
        let (add_on, kind, position, terms, talk) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?);
        Ok(LinkRow { add_on: Name::of(add_on, before), kind, position, terms, talk })
    })
}

fn compare_links(
    both: &Both<'_>,
    [before, after]: [i64; 2],
    item: &str,
    change: &mut Change,
    terms: &mut HashMap<[i64; 2], bool>,
    found: &mut Difference,
    talks: &mut Talks,
) -> Result<(), Error> {
    let (mut old, mut new) = (links(&both.before, before, Some(both))?, links(&both.after, after, None)?);
    let key = |link: &LinkRow| (link.add_on, link.kind);
    old.sort_by_key(key);
    new.sort_by_key(key);
    let (mut pairs, mut order) = (Vec::new(), Vec::new());
    step(&old, &new, key, |old, new| pairs.push((old, new)));
    for (one, two) in pairs {
        let named = |link: &LinkRow| -> Result<LinkNamed, Error> {
            let kind = usize::try_from(link.kind).ok().and_then(|kind| LinkKind::ALL.get(kind)).copied();
            let kind = kind.unwrap_or(LinkKind::Accessory);
            Ok(LinkNamed { item: item.to_owned(), add_on: link.add_on.sku(both)?, kind })
        };
        match (one, two) {
            (Some(one), Some(two)) => {
                talks.met(one.talk, two.talk, [after, two.add_on.number()]);
                order.push((one.position, two.position));
                if !same_terms(both, [one.terms, two.terms], terms)? {
                    change.other = true;
                    found.links.changed.try_note(|| named(two))?;
                }
            }
            (None, Some(two)) => {
                talks.came(two.talk);
                change.came.push(two.add_on);
                found.links.added.try_note(|| named(two))?;
            }
            (Some(one), None) => {
                talks.went(one.talk);
                change.went.push(one.add_on);
                found.links.gone.try_note(|| named(one))?;
            }
            (None, None) => {}
        }
    }
    order.sort_unstable();
    if !order.is_sorted_by_key(|(_, now)| *now) {
        change.other = true;
        found.links.reordered += 1;
    }
    Ok(())
}

fn same_terms(both: &Both<'_>, ids: [i64; 2], known: &mut HashMap<[i64; 2], bool>) -> Result<bool, Error> {
    if let Some(same) = known.get(&ids) {
        return Ok(*same);
    }
    let read = |half: &Half<'_>, id: i64| {
        let sql =
            "SELECT priority, contexts, from_day, to_day, max_price_share, bundle_price, min_quantity, segments, tags
            FROM link_terms WHERE id = :id";
        half.first(sql, named_params! { ":id": id }, |row| {
            let numbers: [Option<i64>; 6] =
                [row.get(0)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?];
            let texts: [String; 3] = [row.get(1)?, row.get(7)?, row.get(8)?];
            Ok((numbers, texts))
        })
    };
    let same = read(&both.before, ids[0])? == read(&both.after, ids[1])?;
    known.insert(ids, same);
    Ok(same)
}

fn compare_decisions(
    both: &Both<'_>,
    before: i64,
    after: i64,
    change: &mut Change,
    found: &mut Difference,
    talks: &mut Talks,
) -> Result<(), Error> {
    let decisions = Changes::of(both, DECISIONS, before, after)?;
    found.pairs.decisions += decisions.all();
    change.other |= decisions.all() > 0;
    let sql = "SELECT add_on, talk FROM pair_decision WHERE item = :owner AND talk IS NOT NULL ORDER BY add_on";
    let read = |half: &Half<'_>, owner: i64, both: Option<&Both<'_>>| {
        half.list(sql, named_params! { ":owner": owner }, |row| {
            Ok((Name::of(row.get(0)?, both), row.get::<_, i64>(1)?))
        })
    };
    let (mut old, mut new) = (read(&both.before, before, Some(both))?, read(&both.after, after, None)?);
    old.sort_unstable();
    new.sort_unstable();
    step(
        &old,
        &new,
        |row| row.0,
        |old, new| {
            let add_on = new.or(old).map_or(0, |row| row.0.number());
            let item = if new.is_some() { after } else { before };
            talks.met(old.map(|row| row.1), new.map(|row| row.1), [item, add_on]);
        },
    );
    Ok(())
}

/// Goes through two sorted lists in step.
fn step<'a, T, K: Ord>(
    old: &'a [T],
    new: &'a [T],
    key: impl Fn(&T) -> K,
    mut then: impl FnMut(Option<&'a T>, Option<&'a T>),
) {
    let (mut old, mut new) = (old.iter().peekable(), new.iter().peekable());
    loop {
        let order = match (old.peek(), new.peek()) {
            (None, None) => return,
            (Some(one), Some(two)) => key(one).cmp(&key(two)),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
        };
        then(if order.is_le() { old.next() } else { None }, if order.is_ge() { new.next() } else { None });
    }
}
