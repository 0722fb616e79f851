-- Every table that grows starts its primary key with what it would be sharded by: the user, the
-- team, or for a lookup the thing looked up. Nothing joins across two of these. Times are
-- milliseconds since 1970 UTC. Runs on MySQL 8 and MariaDB 10.6 or later.

CREATE TABLE accounts (
  user      VARCHAR(26)  NOT NULL,
  handle    VARCHAR(32)  NOT NULL,
  name      VARCHAR(80)  NOT NULL,
  password  VARCHAR(160) NOT NULL COMMENT 'argon2id in PHC string format',
  settings  VARCHAR(16000) NOT NULL DEFAULT '{}' COMMENT 'a JSON object',
  created   BIGINT       NOT NULL,
  PRIMARY KEY (user)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Makes handles unique, and finds the user of one.
CREATE TABLE handles (
  handle VARCHAR(32) NOT NULL COMMENT 'lower case',
  user   VARCHAR(26) NOT NULL,
  PRIMARY KEY (handle)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE sessions (
  user        VARCHAR(26) NOT NULL,
  session     VARCHAR(26) NOT NULL,
  device      VARCHAR(26) NOT NULL,
  device_name VARCHAR(80) NOT NULL,
  platform    VARCHAR(32) NOT NULL,
  family      BINARY(32)  NOT NULL COMMENT 'SHA-256 of the part that all its refresh tokens share',
  refresh     BINARY(32)  NOT NULL COMMENT 'SHA-256 of the part that only the newest one has',
  created     BIGINT      NOT NULL,
  expires     BIGINT      NOT NULL COMMENT 'moves on with every refresh',
  ended       BIGINT      NULL,
  PRIMARY KEY (user, session),
  KEY sessions_by_end (ended)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE teams (
  team      VARCHAR(26) NOT NULL,
  name      VARCHAR(80) NOT NULL,
  open      BOOLEAN     NOT NULL,
  encrypted BOOLEAN     NOT NULL,
  general   VARCHAR(26) NOT NULL COMMENT 'the channel that everybody who joins is put into',
  created   BIGINT      NOT NULL,
  PRIMARY KEY (team)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Handle and name are copies: a member list must not ask the shards of all its users.
CREATE TABLE team_members (
  team   VARCHAR(26) NOT NULL,
  user   VARCHAR(26) NOT NULL,
  role   VARCHAR(8)  NOT NULL,
  handle VARCHAR(32) NOT NULL,
  name   VARCHAR(80) NOT NULL,
  joined BIGINT      NOT NULL,
  PRIMARY KEY (team, user)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- What a member is found by: the handle and the name, lower-cased and decomposed (NFKD).
CREATE TABLE team_member_words (
  team VARCHAR(26)  NOT NULL,
  word VARCHAR(128) NOT NULL,
  user VARCHAR(26)  NOT NULL,
  PRIMARY KEY (team, word, user),
  KEY team_member_words_by_user (team, user, word)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The same memberships by user, with what is the user's own matter.
CREATE TABLE user_teams (
  user        VARCHAR(26) NOT NULL,
  team        VARCHAR(26) NOT NULL,
  role        VARCHAR(8)  NOT NULL,
  joined      BIGINT      NOT NULL,
  muted       BOOLEAN     NOT NULL DEFAULT FALSE,
  muted_until BIGINT      NULL COMMENT 'null: until unmuted',
  PRIMARY KEY (user, team),
  KEY user_teams_by_time (user, joined, team)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE invites (
  code       VARCHAR(26) NOT NULL,
  team       VARCHAR(26) NOT NULL,
  created_by VARCHAR(26) NOT NULL,
  created    BIGINT      NOT NULL,
  expires    BIGINT      NOT NULL,
  uses_left  INT         NOT NULL,
  PRIMARY KEY (code),
  KEY invites_by_expiry (expires)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- home: the team, or for a direct message the channel itself. The unique key is what finds the
-- home of a channel (in Vitess: a unique lookup vindex).
CREATE TABLE channels (
  home               VARCHAR(26) NOT NULL,
  channel            VARCHAR(26) NOT NULL,
  kind               VARCHAR(8)  NOT NULL COMMENT 'channel or dm',
  name               VARCHAR(80) NOT NULL,
  private            BOOLEAN     NOT NULL,
  encrypted          BOOLEAN     NOT NULL,
  membership_version BIGINT      NOT NULL COMMENT 'counts its membership changes, without gaps',
  created            BIGINT      NOT NULL,
  PRIMARY KEY (home, channel),
  UNIQUE KEY channels_by_id (channel),
  KEY channels_by_name (home, name, channel)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE channel_members (
  home    VARCHAR(26) NOT NULL,
  channel VARCHAR(26) NOT NULL,
  user    VARCHAR(26) NOT NULL,
  role    VARCHAR(8)  NOT NULL,
  joined  BIGINT      NOT NULL,
  PRIMARY KEY (home, channel, user)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The same memberships by user: what a socket asks for at sign-in.
CREATE TABLE user_channels (
  user    VARCHAR(26) NOT NULL,
  channel VARCHAR(26) NOT NULL,
  kind    VARCHAR(8)  NOT NULL,
  role    VARCHAR(8)  NOT NULL,
  PRIMARY KEY (user, channel),
  KEY user_channels_by_kind (user, kind, channel)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Finds the direct message of a set of people, and makes it the only one.
CREATE TABLE dms (
  people  BINARY(32)  NOT NULL COMMENT 'SHA-256 of the sorted user ids',
  channel VARCHAR(26) NOT NULL,
  PRIMARY KEY (people)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Membership changes on their way into the log, written in the transaction that makes them.
CREATE TABLE outbox (
  channel VARCHAR(26) NOT NULL,
  version BIGINT      NOT NULL,
  change_json MEDIUMTEXT NOT NULL COMMENT 'added, removed, by',
  created BIGINT      NOT NULL,
  PRIMARY KEY (channel, version),
  KEY outbox_by_age (created)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Who does a job that one node at a time should do.
CREATE TABLE leases (
  job   VARCHAR(32) NOT NULL,
  owner VARCHAR(64) NOT NULL,
  until BIGINT      NOT NULL,
  PRIMARY KEY (job)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
