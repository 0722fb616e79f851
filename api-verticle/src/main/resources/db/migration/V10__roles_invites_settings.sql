-- What a channel is about, and whether it is closed for good or for now.
ALTER TABLE channels
  ADD COLUMN topic    VARCHAR(250) NOT NULL DEFAULT '',
  ADD COLUMN archived BOOLEAN      NOT NULL DEFAULT FALSE,
  ADD KEY channels_by_state (home, archived, name, channel),
  DROP KEY channels_by_name;

-- Finds the channels of one member of a team: who leaves the team leaves them all, and a guest sees
-- only who shares one.
ALTER TABLE channel_members ADD KEY channel_members_by_user (home, user, channel);

-- What the user wants to be notified of; null: for good.
ALTER TABLE user_channels
  ADD COLUMN level       VARCHAR(8) NOT NULL DEFAULT 'all' COMMENT 'all, mentions or none',
  ADD COLUMN level_until BIGINT     NULL COMMENT 'when it becomes all again';

ALTER TABLE team_members ADD KEY team_members_by_role (team, role, user);

-- The invitations of a team. The table invites only finds the team of a code from now on.
CREATE TABLE team_invites (
  team       VARCHAR(26)  NOT NULL,
  code       VARCHAR(26)  NOT NULL,
  role       VARCHAR(8)   NOT NULL COMMENT 'what who uses it becomes: member or guest',
  channels   VARCHAR(600) NOT NULL COMMENT 'ids of channels that they are put into, with commas',
  created_by VARCHAR(26)  NOT NULL,
  created    BIGINT       NOT NULL,
  expires    BIGINT       NOT NULL,
  uses       INT          NOT NULL COMMENT 'how many people can use it',
  uses_left  INT          NOT NULL,
  PRIMARY KEY (team, code),
  KEY team_invites_by_time (team, created, code),
  KEY team_invites_by_expiry (expires)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

INSERT INTO team_invites (team, code, role, channels, created_by, created, expires, uses, uses_left)
  SELECT team, code, 'member', '', created_by, created, expires, uses_left, uses_left FROM invites;

ALTER TABLE invites DROP COLUMN created_by, DROP COLUMN created, DROP COLUMN uses_left;
