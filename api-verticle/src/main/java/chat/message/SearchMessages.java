package chat.message;

import chat.access.Access;
import chat.api.Call;
import chat.api.Cursor;
import chat.api.Operation;
import chat.api.Page;
import chat.api.Reply;
import chat.log.ChannelSearch.Found;
import chat.log.ChannelSearch.Query;
import chat.problem.ProblemException;
import io.vertx.core.Future;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** {@code GET /channels/{id}/search}. */
public final class SearchMessages implements Operation {
  private final Access access;
  private final Conversation conversation;

  public SearchMessages(Access access, Conversation conversation) {
    this.access = access;
    this.conversation = conversation;
  }

  @Override
  public String id() {
    return "searchMessages";
  }

  @Override
  public Reply handle(Call call) {
    Query query =
        new Query(
            call.query("sender").orElse(null),
            call.query("has").isPresent(),
            time(call, "after").orElse(null),
            time(call, "before").orElse(null));
    if (query.equals(new Query(null, false, null, null))) {
      throw ProblemException.inField("sender", "or has, after or before must be given");
    }
    long below =
        call.cursor(1).map(parts -> Cursor.number(parts.getFirst())).orElse(Long.MAX_VALUE);
    int limit = call.limit();
    String channel = call.path("id");
    access.memberOf(call.user(), channel);
    Found found = Future.await(conversation.search(channel, query, below, limit));
    return Reply.ok(
        new Page<>(
            MessagePages.seenBy(found.items(), call.user()),
            found.next() == null ? null : Cursor.of(String.valueOf(found.next()))));
  }

  private static Optional<Instant> time(Call call, String name) {
    try {
      return call.query(name).map(text -> OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      throw ProblemException.inField(name, "must be a time as in RFC 3339");
    }
  }
}
