package chat.message;

import chat.access.Access;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.log.ReadLog;
import io.vertx.core.Future;

/** {@code PUT /channels/{id}/read}. */
public final class MarkRead implements Operation {
  private final Access access;
  private final Conversation conversation;

  record Body(long n) {}

  public MarkRead(Access access, Conversation conversation) {
    this.access = access;
    this.conversation = conversation;
  }

  @Override
  public String id() {
    return "markRead";
  }

  @Override
  public Reply handle(Call call) {
    long n = call.body(Body.class).n();
    String channel = call.path("id");
    access.memberOf(call.user(), channel);
    // A position past the end would hide what is still to come.
    long last = conversation.lastN(channel);
    Future.await(conversation.read(new ReadLog.Position(call.user(), channel, Math.min(n, last))));
    return Reply.nothing();
  }
}
