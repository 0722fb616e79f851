package chat.channel;

import chat.store.Broadcasts;
import chat.store.MentionChange;
import chat.store.MentionInbox;
import chat.store.ReadPositions;
import chat.store.Threads;
import io.vertx.core.Future;
import io.vertx.ext.mongo.MongoClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Stores whom decisions concern; may be repeated. Thread-safe. */
final class ConcernWriter {
  private final MentionInbox inbox;
  private final ReadPositions positions;
  private final Threads threads;
  private final Broadcasts broadcasts;

  ConcernWriter(MongoClient mongo) {
    this.inbox = new MentionInbox(mongo);
    this.positions = new ReadPositions(mongo);
    this.threads = new Threads(mongo);
    this.broadcasts = new Broadcasts(mongo);
  }

  Future<Void> write(List<Concern> concerns) {
    if (concerns.isEmpty()) {
      return Future.succeededFuture();
    }
    List<MentionChange> mentions = new ArrayList<>();
    List<Threads.Commented> comments = new ArrayList<>();
    Map<String, Broadcasts.OfChannel> newest = new HashMap<>();
    for (Concern concern : concerns) {
      if (concern.mentions() != null) {
        mentions.add(concern.mentions());
      }
      if (concern.comment() != null) {
        comments.add(concern.comment());
      }
      if (concern.broadcasts() != null) {
        newest.put(concern.broadcasts().channel(), concern.broadcasts());
      }
    }
    return Future.all(
            inOrder(mentions), threads.commented(comments), broadcasts.write(newest.values()))
        .mapEmpty();
  }

  /** One message may be mentioned in twice, with somebody added and taken back: one by one then. */
  private Future<Void> inOrder(List<MentionChange> mentions) {
    if (mentions.stream().allMatch(change -> change.removed().isEmpty())) {
      return both(mentions);
    }
    Future<Void> done = Future.succeededFuture();
    for (MentionChange change : mentions) {
      done = done.compose(before -> both(List.of(change)));
    }
    return done;
  }

  private Future<Void> both(List<MentionChange> mentions) {
    return Future.all(inbox.write(mentions), positions.mention(mentions)).mapEmpty();
  }
}
