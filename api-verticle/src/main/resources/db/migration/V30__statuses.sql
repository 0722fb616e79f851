-- What users say of themselves beside being online; who never said anything has no row.
CREATE TABLE statuses (
  user           VARCHAR(26) NOT NULL,
  text           VARCHAR(80) NOT NULL COMMENT 'empty for none',
  emoji          VARCHAR(80) NULL,
  until          BIGINT      NULL COMMENT 'null: until changed',
  show_last_seen BOOLEAN     NOT NULL,
  last_seen      BIGINT      NULL COMMENT 'noted only while show_last_seen',
  PRIMARY KEY (user)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
