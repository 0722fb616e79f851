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
    if (before.isPresent() && after.isPresent()) {
      throw ProblemException.inField("after", "can't go together with before");
    }
    int limit = call.limit();
    String channel = call.path("id");
    access.memberOf(call.user(), channel);
    return Reply.ok(
        after.isPresent()
            ? newer(Future.await(conversation.after(channel, after.get(), limit + 1)), limit)
            : older(
                Future.await(
                    conversation.before(channel, before.orElse(Long.MAX_VALUE), limit + 1)),
                limit));
  }

  private static Page<Message> newer(List<Message> oneMore, int limit) {
    return Page.of(oneMore, limit, last -> String.valueOf(last.seq()));
  }

  private static Page<Message> older(List<Message> oneMore, int limit) {
    if (oneMore.size() <= limit) {
      return new Page<>(oneMore, null);
    }
    List<Message> items = oneMore.subList(oneMore.size() - limit, oneMore.size());
    return new Page<>(items, String.valueOf(items.getFirst().seq()));
  }
}
