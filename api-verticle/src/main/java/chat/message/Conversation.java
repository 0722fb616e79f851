package chat.message;

import chat.log.Answer;
import chat.log.ChannelLog;
import chat.log.ChannelReader;
import chat.log.LogRecord;
import chat.log.ReadLog;
import chat.protocol.Message;
import chat.store.MessageSearch;
import chat.store.Purges;
import chat.store.Purges.Purge;
import io.vertx.core.Future;
import io.vertx.ext.mongo.MongoClient;
import java.time.Instant;
import java.util.List;

/** What the API needs of the log and of what is stored of it. */
public interface Conversation {
  /** See {@link ChannelLog#append}. */
  Future<Answer.Accepted> append(LogRecord record);

  /** See {@link ChannelReader#before}. */
  Future<List<Message>> before(String channel, long before, int limit);

  /** See {@link ChannelReader#after}. */
  Future<List<Message>> after(String channel, long after, int limit);

  /** See {@link ChannelReader#changes}. */
  Future<ChannelReader.Changes> changes(String channel, long since, int limit);

  /** See {@link ChannelReader#talkers}. */
  Future<List<String>> talkers(String channel);

  /** See {@link Purges#next}. */
  Future<List<Purge>> purges(int limit);

  /** See {@link Purges#done}. */
  Future<Void> purged(String id);

  /** Whether a message of the channel that was sent then or later has that image. */
  Future<Boolean> hasImage(String channel, String key, Instant from);

  /** See {@link ReadLog#advance}. */
  Future<Void> read(ReadLog.Position position);

  /** A question to {@link #changes}. */
  record ChangesWanted(String channel, long since, int limit) {}

  /** The real one. */
  static Conversation of(ChannelLog log, ChannelReader reader, MongoClient mongo, ReadLog reads) {
    Purges purges = new Purges(mongo);
    MessageSearch search = new MessageSearch(mongo);
    SharedReads<ChangesWanted, ChannelReader.Changes> changes =
        new SharedReads<>(
            wanted -> reader.changes(wanted.channel(), wanted.since(), wanted.limit()));
    return new Conversation() {
      @Override
      public Future<Answer.Accepted> append(LogRecord record) {
        return log.append(record);
      }

      @Override
      public Future<List<Message>> before(String channel, long before, int limit) {
        return reader.before(channel, before, limit);
      }

      @Override
      public Future<List<Message>> after(String channel, long after, int limit) {
        return reader.after(channel, after, limit);
      }

      @Override
      public Future<ChannelReader.Changes> changes(String channel, long since, int limit) {
        return changes.of(new ChangesWanted(channel, since, limit));
      }

      @Override
      public Future<List<String>> talkers(String channel) {
        return reader.talkers(channel);
      }

      @Override
      public Future<List<Purge>> purges(int limit) {
        return purges.next(limit);
      }

      @Override
      public Future<Void> purged(String id) {
        return purges.done(id);
      }

      @Override
      public Future<Boolean> hasImage(String channel, String key, Instant from) {
        // What the log took is to be stored before it is missed.
        return reader.settled(channel).compose(last -> search.hasImage(channel, key, from, last));
      }

      @Override
      public Future<Void> read(ReadLog.Position position) {
        return reads.advance(position);
      }
    };
  }
}
