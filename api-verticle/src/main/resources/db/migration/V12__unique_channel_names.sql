-- No two public channels of a team are called alike. Private ones are left out: a name that is
-- refused would tell that there is one.
ALTER TABLE channels
  ADD COLUMN public_name VARCHAR(128) NULL COMMENT 'the name as it is searched for; null if private';

-- Of those that were called alike before, one keeps the name to itself.
UPDATE channels c JOIN (
    SELECT home, LOWER(name) AS alike, MIN(channel) AS channel FROM channels
    WHERE kind = 'channel' AND private = FALSE GROUP BY home, LOWER(name)) one
  ON c.home = one.home AND c.channel = one.channel
  SET c.public_name = one.alike;

ALTER TABLE channels ADD UNIQUE KEY channels_by_public_name (home, public_name);
