package chat.message;

import chat.access.Access;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.log.LogRecord;
import io.vertx.core.Future;

/** {@code PUT /channels/{id}/pins/{seq}}. */
public final class PinMessage implements Operation {
  private final Access access;
  private final Conversation conversation;

  public PinMessage(Access access, Conversation conversation) {
    this.access = access;
    this.conversation = conversation;
  }

  @Override
  public String id() {
    return "pinMessage";
  }

  @Override
  public Reply handle(Call call) {
    String channel = call.path("id");
    long seq = MessageFields.seq(call);

    access.memberOf(call.user(), channel);
    Future.await(
        conversation.append(
            new LogRecord.Pin(channel, MessageFields.newOperation(), call.user(), seq, true)));
    return Reply.nothing();
  }
}
