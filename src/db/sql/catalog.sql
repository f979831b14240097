-- The catalog snapshot, schema 3. Everything a counter needs is a few look-ups by primary key away.
-- What changes often (price, stock) stands in narrow tables of its own, so that a new price touches few pages.
-- Item numbers follow sales rank; money is minor units of the shop's currency; nothing here is a time of building,
-- so that one source gives the same bytes every time. No semicolons in comments behind columns: the text is compared.

CREATE TABLE shop (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE category (
    id     INTEGER PRIMARY KEY,
    parent INTEGER REFERENCES category (id),
    name   TEXT    NOT NULL
) STRICT;

CREATE TABLE item (
    id         INTEGER PRIMARY KEY,
    sku        TEXT    NOT NULL UNIQUE,
    name       TEXT    NOT NULL,
    type       INTEGER NOT NULL CHECK (type IN (0, 1)),   -- 0 goods, 1 service
    category   INTEGER REFERENCES category (id),
    variant_of INTEGER REFERENCES item (id),              -- the base item of a group of variants
    place      TEXT                                       -- where staff find it
) STRICT;

CREATE TABLE item_fact (
    item  INTEGER PRIMARY KEY REFERENCES item (id),
    brand TEXT,
    note  TEXT                                            -- for staff only
) STRICT;

CREATE TABLE attribute (
    item  INTEGER NOT NULL REFERENCES item (id),
    name  TEXT    NOT NULL,
    value TEXT    NOT NULL,                               -- several values of one attribute are several rows
    PRIMARY KEY (item, name, value)
) STRICT, WITHOUT ROWID;

CREATE TABLE barcode (
    code TEXT    NOT NULL,                                -- as domain::gtin::barcode_key writes it
    item INTEGER NOT NULL REFERENCES item (id),
    PRIMARY KEY (code, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE price (                                      -- of eight items a row, so that new prices change few pages
    eight INTEGER PRIMARY KEY,                            -- the item's number without its last three bits, which say
    p0    INTEGER,                                        -- the column
    p1    INTEGER,
    p2    INTEGER,
    p3    INTEGER,
    p4    INTEGER,
    p5    INTEGER,
    p6    INTEGER,
    p7    INTEGER
) STRICT;

CREATE TABLE cost (
    item INTEGER PRIMARY KEY REFERENCES item (id),
    cost INTEGER NOT NULL
) STRICT;

CREATE TABLE stock (
    item     INTEGER PRIMARY KEY REFERENCES item (id),
    quantity INTEGER NOT NULL                             -- no row: not known
) STRICT;

CREATE TABLE sold (
    item    INTEGER PRIMARY KEY REFERENCES item (id),
    baskets INTEGER NOT NULL,                             -- sales with the item
    weight  INTEGER NOT NULL,                             -- the same by weight of basket, in thousandths
    others  INTEGER NOT NULL                              -- other items in those sales, in all (0: not known)
) STRICT;

CREATE TABLE talk (
    id               INTEGER NOT NULL,
    language         TEXT    NOT NULL,
    variant          TEXT    NOT NULL,                    -- '' is the usual one
    ask              TEXT,
    say              TEXT,
    if_too_expensive TEXT,
    if_has_one       TEXT,
    if_not_now       TEXT,
    if_other         TEXT,
    why              TEXT,
    PRIMARY KEY (id, language, variant)
) STRICT, WITHOUT ROWID;

CREATE TABLE link_terms (
    id              INTEGER PRIMARY KEY,
    priority        INTEGER NOT NULL,
    contexts        TEXT    NOT NULL,                     -- joined by ' & ', '!' in front: must be off
    from_day        INTEGER,                              -- days since 1970-01-01
    to_day          INTEGER,
    max_price_share INTEGER,                              -- thousandths of the item's price
    bundle_price    INTEGER,
    min_quantity    INTEGER,
    segments        TEXT    NOT NULL,                     -- joined by '|'
    tags            TEXT    NOT NULL                      -- joined by '|'
) STRICT;

CREATE TABLE link (
    item     INTEGER NOT NULL REFERENCES item (id),
    position INTEGER NOT NULL,                            -- 0, 1, 2 … within the item, best first
    add_on   INTEGER NOT NULL REFERENCES item (id),
    kind     INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 7), -- in the order of domain::LinkKind::ALL
    terms    INTEGER NOT NULL REFERENCES link_terms (id),
    talk     INTEGER,
    PRIMARY KEY (item, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE category_talk (                              -- for pairs nobody wrote a sentence for
    item_category   INTEGER NOT NULL REFERENCES category (id),
    add_on_category INTEGER NOT NULL REFERENCES category (id),
    talk            INTEGER NOT NULL,
    PRIMARY KEY (item_category, add_on_category)
) STRICT, WITHOUT ROWID;

CREATE TABLE pair (                                       -- both directions of a mined pair have a row
    item     INTEGER NOT NULL REFERENCES item (id),
    add_on   INTEGER NOT NULL REFERENCES item (id),
    together INTEGER NOT NULL,                            -- sales with both
    relevance INTEGER NOT NULL,                           -- calibrated probability that it is bought with the item, in millionths
    alone    INTEGER NOT NULL,                            -- orders the add-ons of the item alone, in millionths
    in_basket INTEGER NOT NULL,                           -- what the item adds for it in a basket, in billionths
    chance   INTEGER NOT NULL,                            -- sales with both by mere chance, in thousandths
    PRIMARY KEY (item, add_on)
) STRICT, WITHOUT ROWID;

CREATE TABLE pair_decision (                              -- what a person decided about a mined pair, the ways it goes
    item     INTEGER NOT NULL REFERENCES item (id),
    add_on   INTEGER NOT NULL REFERENCES item (id),
    accepted INTEGER NOT NULL CHECK (accepted IN (0, 1)),
    kind     INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 7),
    talk     INTEGER,
    PRIMARY KEY (item, add_on)
) STRICT, WITHOUT ROWID;

CREATE TABLE answer (                                     -- what answers at the counters taught of a pair
    item     INTEGER NOT NULL REFERENCES item (id),
    add_on   INTEGER NOT NULL REFERENCES item (id),
    asked    INTEGER NOT NULL,                            -- accepted or declined
    accepted INTEGER NOT NULL,
    unasked  INTEGER NOT NULL,                            -- shown, and nobody asked
    taken    INTEGER NOT NULL,                            -- of these, taken all the same
    factor   INTEGER NOT NULL,                            -- what it counts for, in thousandths
    PRIMARY KEY (item, add_on)
) STRICT, WITHOUT ROWID;

CREATE TABLE category_pair (                              -- what sells with a category, at most 150 a category
    category INTEGER NOT NULL REFERENCES category (id),
    add_on   INTEGER NOT NULL REFERENCES item (id),
    prior    INTEGER NOT NULL,                            -- probability that it is bought with one of its items, in billionths
    PRIMARY KEY (category, add_on)
) STRICT, WITHOUT ROWID;
