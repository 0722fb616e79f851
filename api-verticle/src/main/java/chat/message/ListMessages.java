package chat.message;

import chat.access.Access;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Page;
import chat.api.Reply;
import chat.problem.ProblemException;
import chat.protocol.Message;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code GET /channels/{id}/messages}. */
public final class ListMessages implements Operation {
  private final Access access;
  private final Conversation conversation;

  public ListMessages(Access access, Conversation conversation) {
    this.access = access;
    this.conversation = conversation;
  }

  @Override
  public String id() {
    return "listMessages";
  }

  @Override
  public Reply handle(Call call) {
    Optional<Long> before = call.number("before");
    Optional<Long> after = call.number("after");
    Optional<Long> around = call.number("around");
    if (before.isPresent() && after.isPresent()) {
      throw ProblemException.inField("after", "can't go together with before");
    }
    if (around.isPresent() && (before.isPresent() || after.isPresent())) {
      throw ProblemException.inField("around", "can't go together with before or after");
    }
    int limit = call.limit();
    String channel = call.path("id");
    access.memberOf(call.user(), channel);
    if (around.isPresent()) {
      return Reply.ok(around(channel, around.get(), limit, call.user()));
    }
    return Reply.ok(
        after.isPresent()
            ? MessagePages.newer(
                Future.await(conversation.after(channel, after.get(), limit + 1)),
                limit,
                call.user())
            : MessagePages.older(
                Future.await(
                    conversation.before(channel, before.orElse(Long.MAX_VALUE), limit + 1)),
                limit,
                call.user()));
  }

  /** The message at {@code seq} and the older ones take the larger half of an odd page. */
  private Page<Message> around(String channel, long seq, int limit, String reader) {
    Future<List<Message>> older = conversation.before(channel, seq + 1, limit - limit / 2);
    Future<List<Message>> newer = conversation.after(channel, seq, limit / 2);
    Future.await(Future.all(older, newer));
    return new Page<>(
        MessagePages.seenBy(
            Stream.concat(older.result().stream(), newer.result().stream()).toList(), reader),
        null);
  }
}
