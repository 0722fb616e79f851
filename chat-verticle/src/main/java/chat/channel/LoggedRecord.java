package chat.channel;

import chat.log.LogRecord;

/**
 * A record with what the log gave it.
 *
 * @param channel the record's key
 * @param record what it wishes, or {@code null} if it can't be read
 * @param offset its place in the partition
 * @param time the broker's, in milliseconds
 */
record LoggedRecord(String channel, LogRecord record, long offset, long time) {}
