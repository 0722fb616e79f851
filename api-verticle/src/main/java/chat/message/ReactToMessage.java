package chat.message;

import chat.access.Access;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.log.LogRecord;
import io.vertx.core.Future;

/** {@code PUT} and {@code DELETE /channels/{id}/messages/{seq}/reactions/{emoji}}. */
public final class ReactToMessage implements Operation {
  private final Access access;
  private final Conversation conversation;
  private final boolean add;

  /**
   * One of the two.
   *
   * @param add whether to give the reaction, or to take it back
   */
  public ReactToMessage(Access access, Conversation conversation, boolean add) {
    this.access = access;
    this.conversation = conversation;
    this.add = add;
  }

  @Override
  public String id() {
    return add ? "addReaction" : "removeReaction";
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
                channel, MessageFields.newOperation(), call.user(), seq, emoji, add)));
    return Reply.nothing();
  }
}
