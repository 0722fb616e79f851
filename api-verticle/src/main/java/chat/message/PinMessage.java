package chat.message;

import chat.access.Access;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.log.LogRecord;
import io.vertx.core.Future;

/** {@code PUT} and {@code DELETE /channels/{id}/pins/{seq}}. */
public final class PinMessage implements Operation {
  private final Access access;
  private final Conversation conversation;
  private final boolean add;

  /**
   * One of the two.
   *
   * @param add whether to pin the message, or to take it off
   */
  public PinMessage(Access access, Conversation conversation, boolean add) {
    this.access = access;
    this.conversation = conversation;
    this.add = add;
  }

  @Override
  public String id() {
    return add ? "pinMessage" : "unpinMessage";
  }

  @Override
  public Reply handle(Call call) {
    String channel = call.path("id");
    long seq = MessageFields.seq(call);
    access.memberOf(call.user(), channel);
    Future.await(
        conversation.append(
            new LogRecord.Pin(channel, MessageFields.newOperation(), call.user(), seq, add)));
    return Reply.nothing();
  }
}
