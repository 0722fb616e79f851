package chat.message;

import chat.access.Access;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Page;
import chat.api.Reply;
import chat.protocol.Message;
import java.util.List;

/** {@code GET /channels/{id}/messages/{seq}/reactions}. */
public final class ListReactions implements Operation {
  private final Access access;
  private final Conversation conversation;

  record Reacted(String emoji, List<String> users) {}

  public ListReactions(Access access, Conversation conversation) {
    this.access = access;
    this.conversation = conversation;
  }

  @Override
  public String id() {
    return "listReactions";
  }

  @Override
  public Reply handle(Call call) {
    String channel = call.path("id");
    long seq = MessageFields.seq(call);
    access.memberOf(call.user(), channel);
    Message message = conversation.message(channel, seq);
    List<Reacted> all =
        message.reactions() == null
            ? List.of()
            : message.reactions().stream()
                .map(reaction -> new Reacted(reaction.emoji(), reaction.users()))
                .toList();
    return Reply.ok(new Page<>(all, null));
  }
}
