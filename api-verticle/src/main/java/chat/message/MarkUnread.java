package chat.message;

import chat.access.Access;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.log.ReadLog;
import io.vertx.core.Future;

/** {@code PUT /channels/{id}/unread}. */
public final class MarkUnread implements Operation {
  private final Access access;
  private final Conversation conversation;

  record Body(long n) {}

  public MarkUnread(Access access, Conversation conversation) {
    this.access = access;
    this.conversation = conversation;
  }

  @Override
  public String id() {
    return "markUnread";
  }

  @Override
  public Reply handle(Call call) {
    long n = call.body(Body.class).n();
    String channel = call.path("id");
    access.memberOf(call.user(), channel);
    long last = conversation.lastN(channel);
    if (last > 0) {
      Future.await(
          conversation.read(new ReadLog.Position(call.user(), channel, 0, Math.min(n, last))));
    }
    return Reply.nothing();
  }
}
