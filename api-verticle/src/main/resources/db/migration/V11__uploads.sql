-- Images on their way into a message. A row is gone once its message is known to be there, or the
-- object that nobody sent was deleted.
CREATE TABLE uploads (
  user     VARCHAR(26) NOT NULL,
  object   VARCHAR(26) NOT NULL COMMENT '128 random bits: the key',
  channel  VARCHAR(26) NOT NULL,
  size     BIGINT      NOT NULL,
  type     VARCHAR(32) NOT NULL,
  created  BIGINT      NOT NULL,
  message  VARCHAR(36) NULL COMMENT 'the operation that sends it; null before',
  taken    BIGINT      NULL COMMENT 'when that was',
  sent     BOOLEAN     NOT NULL DEFAULT FALSE COMMENT 'whether the message is known to be there',
  PRIMARY KEY (user, object),
  KEY uploads_by_time (created)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
