package chat.api;

import chat.log.Answer;
import chat.log.ChannelReader;
import chat.log.ChannelSearch;
import chat.log.LogRecord;
import chat.log.ReadLog;
import chat.message.Conversation;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.Message;
import chat.protocol.Reaction;
import chat.store.Messages;
import chat.store.Purges.Purge;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A log and its owner in memory, for tests of what stands before them. */
public final class InMemoryConversation implements Conversation {
  private final Map<String, State> channels = new HashMap<>();
  private final List<LogRecord.FromDirectory> changes = new ArrayList<>();
  private final Map<String, Long> reads = new HashMap<>();
  private final List<String> purges = new ArrayList<>();
  private final List<String> images = new ArrayList<>();
  private volatile boolean away;

  private static final class State {
    private final List<Message> messages = new ArrayList<>();
    private long seq;
    private long n;
    private long membershipVersion;
    private boolean archived;
  }

  /** Makes the log refuse everything, or take it again. */
  void setAway(boolean away) {
    this.away = away;
  }

  /** Every change of members that came, repeats included. */
  synchronized List<LogRecord.ChangeMembers> changes() {
    return changes.stream()
        .filter(LogRecord.ChangeMembers.class::isInstance)
        .map(LogRecord.ChangeMembers.class::cast)
        .toList();
  }

  /** Every change of a channel itself that came, repeats included. */
  synchronized List<LogRecord.ChangeChannel> channelChanges() {
    return changes.stream()
        .filter(LogRecord.ChangeChannel.class::isInstance)
        .map(LogRecord.ChangeChannel.class::cast)
        .toList();
  }

  synchronized long readPosition(String user, String channel) {
    return reads.getOrDefault(user + channel, -1L);
  }

  @Override
  public synchronized Future<Answer.Accepted> append(LogRecord record) {
    if (away) {
      return Future.failedFuture(new ProblemException(ProblemType.UNAVAILABLE, "the log is away"));
    }
    State state = channels.computeIfAbsent(record.channel(), id -> new State());
    return switch (record) {
      case LogRecord.PostMessage post -> post(state, post);
      case LogRecord.ChangeMessage changed -> change(state, changed);
      case LogRecord.FromDirectory change -> change(state, change);
    };
  }

  private Future<Answer.Accepted> post(State state, LogRecord.PostMessage post) {
    for (Message message : state.messages) {
      if (message.id().equals(post.id())) {
        return accepted(message);
      }
    }
    if (state.archived) {
      return Future.failedFuture(new ProblemException(ProblemType.ARCHIVED, "archived"));
    }
    if (post.parent() > 0) {
      Message parent = find(state, post.parent());
      if (parent == null) {
        return refused(ProblemType.NOT_FOUND);
      }
    }
    state.seq++;
    boolean inChannel = post.parent() == 0 || post.alsoInChannel();
    Message message =
        new Message(
            post.channel(),
            post.id(),
            state.seq,
            inChannel ? ++state.n : 0,
            state.seq,
            post.sender(),
            post.device(),
            Instant.now(),
            post.body(),
            post.enc(),
            post.mentions(),
            post.parent(),
            null,
            null,
            post.attachments(),
            null,
            null,
            null,
            post.imported());
    state.messages.add(message);
    return accepted(message);
  }

  /** As the owner decides it, without its limits. */
  private static Future<Answer.Accepted> change(State state, LogRecord.ChangeMessage change) {
    Message message = find(state, change.seq());
    if (message == null) {
      return refused(ProblemType.NOT_FOUND);
    }
    long rev = state.seq + 1;
    Instant now = Instant.now();
    Message changed =
        switch (change) {
          case LogRecord.EditMessage edit when !edit.user().equals(message.sender()) -> null;
          case LogRecord.EditMessage edit ->
              message.edit(rev, edit.user(), now, edit.body(), edit.mentions());
          case LogRecord.DeleteMessage delete
              when !delete.moderator() && !delete.user().equals(message.sender()) ->
              null;
          case LogRecord.DeleteMessage delete -> message.delete(rev, delete.user(), now);
          case LogRecord.React react ->
              message.react(
                  rev,
                  react.add()
                      ? List.of(Reaction.of(react.emoji(), List.of(react.user())))
                      : List.of());
          case LogRecord.Pin pin ->
              message.pin(rev, pin.add() ? new Message.Mark(pin.user(), now) : null);
        };
    if (changed == null) {
      return refused(ProblemType.FORBIDDEN);
    }
    state.seq = rev;
    state.messages.set(state.messages.indexOf(message), changed);
    return Future.succeededFuture(new Answer.Accepted(rev, 0, now));
  }

  private static Message find(State state, long seq) {
    return state.messages.stream().filter(m -> m.seq() == seq).findFirst().orElse(null);
  }

  private static <T> Future<T> refused(ProblemType type) {
    return Future.failedFuture(new ProblemException(type, "refused"));
  }

  private static Future<Answer.Accepted> accepted(Message message) {
    return Future.succeededFuture(new Answer.Accepted(message.seq(), message.n(), message.time()));
  }

  private Future<Answer.Accepted> change(State state, LogRecord.FromDirectory change) {
    changes.add(change);
    if (change.version() > state.membershipVersion + 1) {
      return Future.failedFuture(new ProblemException(ProblemType.OUT_OF_ORDER, "a jump"));
    }
    if (change.version() == state.membershipVersion + 1) {
      state.membershipVersion++;
      if (change instanceof LogRecord.ChangeChannel channel) {
        state.archived = channel.archived();
      }
      state.seq++;
    }
    return Future.succeededFuture(new Answer.Accepted(state.seq, 0, Instant.now()));
  }

  private synchronized List<Message> messages(String channel) {
    State state = channels.get(channel);
    return state == null ? List.of() : List.copyOf(state.messages);
  }

  @Override
  public Future<List<Message>> commentsBefore(String channel, long parent, long before, int limit) {
    List<Message> all =
        messages(channel).stream().filter(m -> m.parent() == parent && m.seq() < before).toList();
    return Future.succeededFuture(all.subList(Math.max(0, all.size() - limit), all.size()));
  }

  @Override
  public Future<List<Message>> commentsAfter(String channel, long parent, long after, int limit) {
    return Future.succeededFuture(
        messages(channel).stream()
            .filter(m -> m.parent() == parent && m.seq() > after)
            .limit(limit)
            .toList());
  }

  @Override
  public Future<Long> countComments(String channel, long parent, long after) {
    return commentsAfter(channel, parent, after, Integer.MAX_VALUE)
        .map(comments -> (long) comments.size());
  }

  @Override
  public Future<List<Message>> get(String channel, Collection<Long> seqs) {
    return Future.succeededFuture(
        messages(channel).stream().filter(m -> seqs.contains(m.seq())).toList());
  }

  @Override
  public synchronized Future<Map<String, Long>> lastTimes(Collection<String> ids) {
    Map<String, Long> times = new HashMap<>();
    for (State state : channels.values()) {
      for (Message message : state.messages) {
        String id = Messages.id(message.channel(), message.seq());
        if (ids.contains(id)) {
          times.put(id, message.time().toEpochMilli());
        }
      }
    }
    return Future.succeededFuture(times);
  }

  @Override
  public Future<List<Message>> pinned(String channel) {
    return Future.succeededFuture(
        messages(channel).stream().filter(m -> m.pinned() != null).toList());
  }

  @Override
  public Future<List<Message>> before(String channel, long before, int limit) {
    List<Message> all =
        messages(channel).stream().filter(m -> m.isInChannel() && m.seq() < before).toList();
    return Future.succeededFuture(all.subList(Math.max(0, all.size() - limit), all.size()));
  }

  @Override
  public Future<List<Message>> after(String channel, long after, int limit) {
    return Future.succeededFuture(
        messages(channel).stream()
            .filter(m -> m.isInChannel() && m.seq() > after)
            .limit(limit)
            .toList());
  }

  @Override
  public Future<ChannelReader.Changes> changes(String channel, long since, int limit) {
    List<Message> all = messages(channel).stream().filter(m -> m.rev() > since).toList();
    List<Message> items = all.stream().limit(limit).toList();
    long rev = items.isEmpty() ? since : items.getLast().rev();
    return Future.succeededFuture(new ChannelReader.Changes(items, rev, all.size() > limit));
  }

  @Override
  public Future<List<String>> talkers(String channel) {
    return Future.succeededFuture(
        messages(channel).reversed().stream().map(Message::sender).distinct().toList());
  }

  /** A message with that image was deleted. */
  public synchronized void addPurge(String key) {
    purges.add(key);
  }

  /** A message of the channel has that image. */
  public synchronized void addImage(String channel, String key) {
    images.add(channel + key);
  }

  @Override
  public synchronized Future<List<Purge>> purges(int limit) {
    return Future.succeededFuture(
        purges.stream().limit(limit).map(key -> new Purge(key, List.of(key))).toList());
  }

  @Override
  public synchronized Future<Void> purged(String id) {
    purges.remove(id);
    return Future.succeededFuture();
  }

  @Override
  public Future<ChannelSearch.Found> search(
      String channel, ChannelSearch.Query query, long below, int limit) {
    List<Message> all =
        messages(channel).reversed().stream()
            .filter(message -> message.seq() < below)
            .filter(message -> query.sender() == null || query.sender().equals(message.sender()))
            .filter(message -> !query.images() || message.attachments() != null)
            .filter(message -> query.after() == null || !message.time().isBefore(query.after()))
            .filter(message -> query.before() == null || message.time().isBefore(query.before()))
            .toList();
    List<Message> page = all.stream().limit(limit).toList();
    return Future.succeededFuture(
        new ChannelSearch.Found(page, all.size() > limit ? page.getLast().seq() : null));
  }

  @Override
  public synchronized Future<Boolean> hasImage(String channel, String key, Instant from) {
    return Future.succeededFuture(images.contains(channel + key));
  }

  @Override
  public synchronized Future<Void> read(ReadLog.Position position) {
    reads.merge(position.user() + position.channel(), position.n(), Math::max);
    return Future.succeededFuture();
  }
}
