package chat.message;

import chat.access.Access;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.log.LogRecord;
import io.vertx.core.Future;

/** {@code PUT /channels/{id}/messages/{seq}/reactions/{emoji}}. */
public final class AddReaction implements Operation {
  private final Access access;
  private final Conversation conversation;

  public AddReaction(Access access, Conversation conversation) {
    this.access = access;
    this.conversation = conversation;
  }

  @Override
  public String id() {
    return "addReaction";
  }

  @Override
  public Reply handle(Call call) {
    String channel = call.path("id");
    long seq = MessageFields.seq(call);
    String emoji = MessageFields.emoji(call);
    access.memberOf(call.user(), channel);
    Future.await(
        conversation.append(
            new LogRecord.React(
                channel, MessageFields.newOperation(), call.user(), seq, emoji, true)));
    return Reply.nothing();
  }
}
