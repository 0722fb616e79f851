package chat.message;

import chat.access.Access;
import chat.log.Answer;
import chat.log.ChannelLog;
import chat.log.ChannelReader;
import chat.log.ChannelSearch;
import chat.log.LogRecord;
import chat.log.ReadLog;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.Message;
import chat.store.MessageSearch;
import chat.store.Messages;
import chat.store.Purges;
import chat.store.Purges.Purge;
import io.vertx.core.Future;
import io.vertx.ext.mongo.MongoClient;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What the API needs of the log and of what is stored of it. */
public interface Conversation {
  /** See {@link ChannelLog#append}. */
  Future<Answer.Accepted> append(LogRecord record);

  /** See {@link ChannelReader#before}. */
  Future<List<Message>> before(String channel, long before, int limit);

  /** See {@link ChannelReader#after}. */
  Future<List<Message>> after(String channel, long after, int limit);

  /** See {@link ChannelReader#commentsBefore}. */
  Future<List<Message>> commentsBefore(String channel, long parent, long before, int limit);

  /** See {@link ChannelReader#commentsAfter}. */
  Future<List<Message>> commentsAfter(String channel, long parent, long after, int limit);

  /** See {@link ChannelReader#get}. */
  Future<List<Message>> get(String channel, Collection<Long> seqs);

  /** See {@link Messages#lastTimes}. */
  Future<Map<String, Long>> lastTimes(Collection<String> ids);

  /** See {@link ChannelReader#pinned}. */
  Future<List<Message>> pinned(String channel);

  /**
   * The message at that place; fails with {@code not-found} if there is none. Waits, so to be
   * called on a virtual thread.
   */
  default Message message(String channel, long seq) {
    return Future.await(get(channel, List.of(seq))).stream()
        .findFirst()
        .orElseThrow(() -> Access.notFound("message"));
  }

  /**
   * The message at that place, which comments can be on; fails with {@code not-found}, or {@code
   * unprocessable} for a comment. Waits, so to be called on a virtual thread.
   */
  default Message commentable(String channel, long seq) {
    Message message = message(channel, seq);
    if (message.parent() != 0) {
      throw ProblemException.inField(ProblemType.UNPROCESSABLE, "seq", "is that of a comment");
    }
    return message;
  }

  /** The {@code n} of the channel's last message, or 0. */
  default Future<Long> last(String channel) {
    return before(channel, Long.MAX_VALUE, 1)
        .map(messages -> messages.isEmpty() ? 0 : messages.getFirst().n());
  }

  /** The same; waits, so to be called on a virtual thread. */
  default long lastN(String channel) {
    return Future.await(last(channel));
  }

  /** See {@link ChannelReader#countComments}. */
  Future<Long> countComments(String channel, long parent, long after);

  /** See {@link ChannelReader#changes}. */
  Future<ChannelReader.Changes> changes(String channel, long since, int limit);

  /** See {@link ChannelReader#talkers}; as it was up to half a minute ago. */
  Future<List<String>> talkers(String channel);

  /** See {@link Purges#next}. */
  Future<List<Purge>> purges(int limit);

  /** See {@link Purges#done}. */
  Future<Void> purged(String id);

  /** See {@link ChannelSearch#find}. */
  Future<ChannelSearch.Found> search(
      String channel, ChannelSearch.Query query, long below, int limit);

  /** See {@link ChannelSearch#hasImage}. */
  Future<Boolean> hasImage(String channel, String key, Instant from);

  /** See {@link ReadLog#advance}. */
  Future<Void> read(ReadLog.Position position);

  /** A question to {@link #changes}. */
  record ChangesWanted(String channel, long since, int limit) {}

  /** The real one. */
  static Conversation of(ChannelLog log, ChannelReader reader, MongoClient mongo, ReadLog reads) {
    Purges purges = new Purges(mongo);
    Messages messages = new Messages(mongo);
    ChannelSearch search = new ChannelSearch(reader, new MessageSearch(mongo));
    SharedReads<ChangesWanted, ChannelReader.Changes> changes =
        new SharedReads<>(
            wanted -> reader.changes(wanted.channel(), wanted.since(), wanted.limit()));
    Talkers talkers = new Talkers(reader::talkers, InstantSource.system());
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
      public Future<List<Message>> commentsBefore(
          String channel, long parent, long before, int limit) {
        return reader.commentsBefore(channel, parent, before, limit);
      }

      @Override
      public Future<List<Message>> commentsAfter(
          String channel, long parent, long after, int limit) {
        return reader.commentsAfter(channel, parent, after, limit);
      }

      @Override
      public Future<Long> countComments(String channel, long parent, long after) {
        return reader.countComments(channel, parent, after);
      }

      @Override
      public Future<List<Message>> get(String channel, Collection<Long> seqs) {
        return reader.get(channel, seqs);
      }

      @Override
      public Future<Map<String, Long>> lastTimes(Collection<String> ids) {
        return messages.lastTimes(ids);
      }

      @Override
      public Future<List<Message>> pinned(String channel) {
        return reader.pinned(channel);
      }

      @Override
      public Future<ChannelReader.Changes> changes(String channel, long since, int limit) {
        return changes.of(new ChangesWanted(channel, since, limit));
      }

      @Override
      public Future<List<String>> talkers(String channel) {
        return talkers.of(channel);
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
      public Future<ChannelSearch.Found> search(
          String channel, ChannelSearch.Query query, long below, int limit) {
        return search.find(channel, query, below, limit);
      }

      @Override
      public Future<Boolean> hasImage(String channel, String key, Instant from) {
        return search.hasImage(channel, key, from);
      }

      @Override
      public Future<Void> read(ReadLog.Position position) {
        return reads.advance(position);
      }
    };
  }
}
