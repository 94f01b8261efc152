"""The embedded store's tables, and the statements that are said to them."""

from typing import Final

# Raised with every change of the tables, so that an old program never writes into a newer file.
VERSION: Final = 1

TABLES: Final = f"""
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS series (
  id INTEGER PRIMARY KEY,
  measurement TEXT NOT NULL,
  tags TEXT NOT NULL,
  UNIQUE (measurement, tags)
);
CREATE TABLE IF NOT EXISTS point (
  series INTEGER NOT NULL REFERENCES series,
  time_ns INTEGER NOT NULL,
  fields TEXT NOT NULL,
  PRIMARY KEY (series, time_ns)
) WITHOUT ROWID;
PRAGMA user_version = {VERSION};
COMMIT;
"""

# Merged as InfluxDB does it; on a first write this costs nothing.
WRITE: Final = """
INSERT INTO point (series, time_ns, fields) VALUES (?, ?, ?)
ON CONFLICT DO UPDATE SET fields = json_patch(fields, excluded.fields)
"""

READ: Final = """
SELECT time_ns, fields FROM point
WHERE series = (SELECT id FROM series WHERE measurement = ? AND tags = ?)
AND time_ns >= ? AND time_ns < ? ORDER BY time_ns
"""

SERIES: Final = "SELECT id, tags FROM series WHERE measurement = ?"

# The key is walked backwards from the end of each series' range: what lies before costs nothing.
NEWEST: Final = """
SELECT point.series, point.time_ns, point.fields FROM json_each(?) AS asked
JOIN point ON point.series = asked.value AND point.time_ns IN (
  SELECT time_ns FROM point WHERE series = asked.value
  AND time_ns >= ? AND time_ns < ? ORDER BY time_ns DESC LIMIT ?
) ORDER BY point.series, point.time_ns
"""

ERASE: Final = """
DELETE FROM point
WHERE series = (SELECT id FROM series WHERE measurement = ? AND tags = ?)
AND time_ns >= ? AND time_ns < ?
"""

# A series at a time: its points lie together, and a writer waits for no more than that.
PRUNE: Final = "DELETE FROM point WHERE series = ? AND time_ns < ?"
