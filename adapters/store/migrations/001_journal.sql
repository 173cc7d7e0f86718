-- Which installation this file belongs to: one row, made with the file.
CREATE TABLE this_device (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  id TEXT NOT NULL
) STRICT;

-- A random UUID, version 4 (RFC 4122, section 4.4): the third group begins with 4, the fourth with 8, 9, a or b.
INSERT INTO this_device (only_row, id)
SELECT 1,
  substr(hex, 1, 8) || '-' || substr(hex, 9, 4) || '-4' || substr(hex, 14, 3) || '-'
    || substr('89ab', 1 + (random() & 3), 1) || substr(hex, 18, 3) || '-' || substr(hex, 21, 12)
FROM (SELECT lower(hex(randomblob(16))) AS hex);

-- What happened, once, at a time. Rows are only ever added.
CREATE TABLE entry (
  id TEXT PRIMARY KEY NOT NULL CHECK (length(id) BETWEEN 1 AND 100),
  device TEXT NOT NULL CHECK (length(device) BETWEEN 1 AND 100),
  sequence INTEGER NOT NULL CHECK (sequence >= 1),
  at_ms INTEGER NOT NULL,
  -- Zones reach from UTC-12 to UTC+14; a day leaves room for whatever parliaments decide.
  offset_min INTEGER NOT NULL CHECK (offset_min BETWEEN -1440 AND 1440),
  kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 100),
  body TEXT NOT NULL CHECK (json_valid(body)),
  UNIQUE (device, sequence)
) STRICT;

CREATE INDEX entry_in_order ON entry (at_ms, device, sequence);

CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'the journal only appends'); END;

CREATE TRIGGER entry_is_never_removed BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'the journal only appends'); END;

CREATE TRIGGER device_is_never_changed BEFORE UPDATE ON this_device
BEGIN SELECT RAISE(ABORT, 'a journal keeps its device'); END;

CREATE TRIGGER device_is_never_removed BEFORE DELETE ON this_device
BEGIN SELECT RAISE(ABORT, 'a journal keeps its device'); END;
