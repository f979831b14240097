-- Schema 2: visits of customers whose card was linked. They follow from the segments, as the figures do.

CREATE TABLE visit (
    pseudonym TEXT    NOT NULL,
    day       INTEGER NOT NULL,                        -- days since 1970; sales whose date is in doubt are none
    sales     INTEGER NOT NULL,
    advised   INTEGER NOT NULL,                        -- sales to which an add-on was shown
    accepted  INTEGER NOT NULL,                        -- sales in which one was accepted
    PRIMARY KEY (pseudonym, day)
) STRICT, WITHOUT ROWID;
