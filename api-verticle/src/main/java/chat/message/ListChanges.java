package chat.message;

import chat.access.Access;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import io.vertx.core.Future;

/** {@code GET /channels/{id}/changes}. */
public final class ListChanges implements Operation {
  private final Access access;
  private final Conversation conversation;

  public ListChanges(Access access, Conversation conversation) {
    this.access = access;
    this.conversation = conversation;
  }

  @Override
  public String id() {
    return "listChanges";
  }

  @Override
  public Reply handle(Call call) {
    long since = call.number("since").orElse(0L);
    String channel = call.path("id");
    access.memberOf(call.user(), channel);
    return Reply.ok(Future.await(conversation.changes(channel, since, call.limit())));
  }
}
