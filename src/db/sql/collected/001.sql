-- What head office has of all its terminals: their segments, whole, and the figures that follow from them.

CREATE TABLE meta (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A store of sales that was ever begun on a terminal.
CREATE TABLE writer (
    id       INTEGER PRIMARY KEY,
    terminal TEXT NOT NULL,
    epoch    TEXT NOT NULL,
    UNIQUE (terminal, epoch)
) STRICT;

-- Every content that ever arrived for a segment. Of one number and revision there should be one.
CREATE TABLE segment (
    id              INTEGER PRIMARY KEY,
    writer          INTEGER NOT NULL REFERENCES writer (id),
    number          INTEGER NOT NULL,
    revision        INTEGER NOT NULL,
    sha256          BLOB    NOT NULL,
    state           INTEGER NOT NULL CHECK (state IN (0, 1, 2)), -- counts; kept aside; replaced by a later revision
    first_seq       INTEGER NOT NULL,
    last_seq        INTEGER NOT NULL,
    events          INTEGER NOT NULL,
    unreadable      INTEGER NOT NULL,                            -- lines that this version cannot read
    customers       INTEGER NOT NULL,                            -- lines with a pseudonym
    bytes           INTEGER NOT NULL,
    sealed          TEXT    NOT NULL,
    name            TEXT,
    store           TEXT,
    program         TEXT    NOT NULL,
    catalog_version INTEGER,
    catalog_sha256  TEXT,
    problems        TEXT    NOT NULL,                            -- numbers, with blanks between
    UNIQUE (writer, number, revision, sha256)
) STRICT;

CREATE INDEX segment_range ON segment (writer, state, first_seq, last_seq, events);

-- The segment as it came, packed with Zstandard; only of those that count or are kept aside.
CREATE TABLE body (
    segment INTEGER PRIMARY KEY REFERENCES segment (id),
    packed  BLOB NOT NULL
) STRICT;

-- Which segment a sale counts in. An id that stands in several counts in the first of them.
CREATE TABLE sale (
    id      BLOB    NOT NULL PRIMARY KEY,
    segment INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sale_again (
    id      BLOB    NOT NULL,
    segment INTEGER NOT NULL,
    PRIMARY KEY (id, segment)
) STRICT, WITHOUT ROWID;

-- Sales taken back, also those that did not arrive yet.
CREATE TABLE void (
    sale    BLOB    NOT NULL,
    segment INTEGER NOT NULL,
    PRIMARY KEY (sale, segment)
) STRICT, WITHOUT ROWID;

-- Pseudonyms that were to be forgotten; they are taken out of whatever still arrives.
CREATE TABLE erased (
    pseudonym TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- Files that are no segment, as they were seen last.
CREATE TABLE bad (
    terminal TEXT NOT NULL,
    name     TEXT NOT NULL,
    reason   TEXT NOT NULL,
    PRIMARY KEY (terminal, name)
) STRICT, WITHOUT ROWID;

-- Everything from here on follows from the segments and can be made again (meta: 'figures').
CREATE TABLE word (
    id   INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE pair (
    id     INTEGER PRIMARY KEY,
    item   INTEGER NOT NULL,
    add_on INTEGER NOT NULL,
    kind   INTEGER NOT NULL,
    UNIQUE (item, add_on, kind)
) STRICT;

-- `key` is a word, or for pairs a pair; `day` is days since 1970, 0 where it is in doubt; `hour` 0 to 23, and 24 where a
-- row is the whole day. The order is that of time within a dimension: what arrives is added near the end.
CREATE TABLE figure (
    dimension             INTEGER NOT NULL,
    day                   INTEGER NOT NULL,
    key                   INTEGER NOT NULL,
    hour                  INTEGER NOT NULL,
    sales                 INTEGER NOT NULL,
    items                 INTEGER NOT NULL,
    lines                 INTEGER NOT NULL,
    pieces                INTEGER NOT NULL,
    unpriced              INTEGER NOT NULL,
    revenue               INTEGER NOT NULL,
    costed_revenue        INTEGER NOT NULL,
    cost                  INTEGER NOT NULL,
    with_add_on           INTEGER NOT NULL,
    with_add_on_revenue   INTEGER NOT NULL,
    nothing_suggested     INTEGER NOT NULL,
    shown                 INTEGER NOT NULL,
    accepted              INTEGER NOT NULL,
    declined              INTEGER NOT NULL,
    has_one               INTEGER NOT NULL,
    too_expensive         INTEGER NOT NULL,
    not_now               INTEGER NOT NULL,
    does_not_fit          INTEGER NOT NULL,
    other_reason          INTEGER NOT NULL,
    not_asked             INTEGER NOT NULL,
    taken_without_asking  INTEGER NOT NULL,
    claimed               INTEGER NOT NULL,
    confirmed             INTEGER NOT NULL,
    add_on_revenue        INTEGER NOT NULL,
    add_on_costed_revenue INTEGER NOT NULL,
    add_on_cost           INTEGER NOT NULL,
    unasked_revenue       INTEGER NOT NULL,
    PRIMARY KEY (dimension, day, key, hour)
) STRICT, WITHOUT ROWID;
