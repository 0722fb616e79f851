package chat.message;

import chat.access.Access;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.problem.ProblemException;
import io.vertx.core.Future;
import java.util.Optional;

/** {@code GET /channels/{id}/messages/{seq}/comments}. */
public final class ListComments implements Operation {
  private final Access access;
  private final Conversation conversation;

  public ListComments(Access access, Conversation conversation) {
    this.access = access;
    this.conversation = conversation;
  }

  @Override
  public String id() {
    return "listComments";
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
    long parent = MessageFields.seq(call);
    access.memberOf(call.user(), channel);
    conversation.message(channel, parent);
    return Reply.ok(
        after.isPresent()
            ? MessagePages.newer(
                Future.await(conversation.commentsAfter(channel, parent, after.get(), limit + 1)),
                limit,
                call.user())
            : MessagePages.older(
                Future.await(
                    conversation.commentsBefore(
                        channel, parent, before.orElse(Long.MAX_VALUE), limit + 1)),
                limit,
                call.user()));
  }
}
