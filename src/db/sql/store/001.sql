-- The store of sales, schema 1. Append only: what is here was released and is never edited.

CREATE TABLE meta (
    key   TEXT NOT NULL PRIMARY KEY,  -- terminal, epoch, created
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What happened. The other columns are taken out of the body, so that nothing has to read JSON to count.
CREATE TABLE event (
    seq           INTEGER PRIMARY KEY AUTOINCREMENT,   -- the order of events, without gaps in an epoch
    event_id      TEXT    NOT NULL UNIQUE,             -- in lower case, with hyphens
    epoch         TEXT    NOT NULL,                    -- of the store it was first written to
    kind          TEXT    NOT NULL,
    wall          INTEGER NOT NULL,                    -- milliseconds since 1970, for display and reports
    clock_suspect INTEGER NOT NULL CHECK (clock_suspect IN (0, 1)),
    catalog       TEXT,                                -- digest of the catalog that was sold from
    about         TEXT,                                -- of void: the sale; of unknown_code: the code
    add_ons       INTEGER NOT NULL,                    -- accepted suggestions
    body          TEXT    NOT NULL,                    -- one JSON object, unknown keys kept
    digest        BLOB    NOT NULL                     -- SHA-256 of the body
) STRICT;

CREATE INDEX event_kind_wall ON event (kind, wall);
CREATE INDEX event_suspect_wall ON event (clock_suspect, wall);
CREATE INDEX event_kind_about ON event (kind, about) WHERE about IS NOT NULL;

-- Baskets that are not finished, and the last finished one of each running program, for undo.
CREATE TABLE sale (
    id        TEXT    NOT NULL PRIMARY KEY,
    session   TEXT    NOT NULL,                        -- the running program it belongs to
    opened_at INTEGER NOT NULL,
    state     TEXT    NOT NULL CHECK (state IN ('open', 'finished')),
    event_id  TEXT,                                    -- once finished
    catalog   TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE sale_step (
    sale   TEXT    NOT NULL REFERENCES sale (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    body   TEXT    NOT NULL,                           -- one step as JSON
    PRIMARY KEY (sale, number)
) STRICT, WITHOUT ROWID;
