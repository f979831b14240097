-- Schema 2: events are sealed into segments, which travel to head office. Append only, as 001.

CREATE TABLE segment (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    epoch        TEXT    NOT NULL,
    number       INTEGER NOT NULL,                     -- from 1 in each epoch
    revision     INTEGER NOT NULL DEFAULT 0,           -- one more for each time it was issued anew, with less in it
    first_seq    INTEGER NOT NULL,
    last_seq     INTEGER NOT NULL,                     -- first_seq - 1 where it has no events
    header       TEXT    NOT NULL,                     -- its first line, as it was written; empty once its events are no longer kept
    sha256       TEXT    NOT NULL,                     -- as its last line has it
    prev_sha256  TEXT    NOT NULL,
    sealed_at    INTEGER NOT NULL,
    delivered    INTEGER,                              -- when it was first seen in the outbox of the sync folder
    acknowledged INTEGER,                              -- when head office was first heard to have it
    UNIQUE (epoch, number)
) STRICT;

CREATE INDEX segment_waiting ON segment (id) WHERE delivered IS NULL OR acknowledged IS NULL;

-- Which version of the catalog a digest was, as far as this terminal was told.
CREATE TABLE catalog_version (
    sha256  TEXT    NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Customers that are to be forgotten, in whatever is stored later as well: SHA-256 of the pseudonym, which itself is gone.
CREATE TABLE erased (
    sha256 TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- The lists of head office that said so.
CREATE TABLE erase_list (
    number INTEGER NOT NULL PRIMARY KEY,
    sha256 TEXT    NOT NULL
) STRICT;

-- NULL until it is sealed; 0 for an event that can no longer be read and never travels.
ALTER TABLE event ADD COLUMN segment INTEGER;
-- As it was sealed.
ALTER TABLE event ADD COLUMN catalog_version INTEGER;

-- Those that wait to be sealed stand together in it, in order.
CREATE INDEX event_segment ON event (segment);
