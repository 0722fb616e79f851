package chat.message;

import chat.access.Access;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.log.LogRecord;
import io.vertx.core.Future;

/** {@code DELETE /channels/{id}/pins/{seq}}. */
public final class UnpinMessage implements Operation {
  private final Access access;
  private final Conversation conversation;

  public UnpinMessage(Access access, Conversation conversation) {
    this.access = access;
    this.conversation = conversation;
  }

  @Override
  public String id() {
    return "unpinMessage";
  }

  @Override
  public Reply handle(Call call) {
    String channel = call.path("id");
    long seq = MessageFields.seq(call);

    access.memberOf(call.user(), channel);
    Future.await(
        conversation.append(
            new LogRecord.Pin(channel, MessageFields.newOperation(), call.user(), seq, false)));
    return Reply.nothing();
  }
}
