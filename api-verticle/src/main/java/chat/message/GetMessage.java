package chat.message;

import chat.access.Access;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;

/** {@code GET /channels/{id}/messages/{seq}}. */
public final class GetMessage implements Operation {
  private final Access access;
  private final Conversation conversation;

  public GetMessage(Access access, Conversation conversation) {
    this.access = access;
    this.conversation = conversation;
  }

  @Override
  public String id() {
    return "getMessage";
  }

  @Override
  public Reply handle(Call call) {
    String channel = call.path("id");
    long seq = MessageFields.seq(call);
    access.memberOf(call.user(), channel);
    return Reply.ok(conversation.message(channel, seq).seenBy(call.user()));
  }
}
