package chat.message;

import chat.access.Access;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Page;
import chat.api.Reply;
import chat.protocol.Message;
import io.vertx.core.Future;
import java.util.List;

/** {@code GET /channels/{id}/pins}. */
public final class ListPins implements Operation {
  private final Access access;
  private final Conversation conversation;

  public ListPins(Access access, Conversation conversation) {
    this.access = access;
    this.conversation = conversation;
  }

  @Override
  public String id() {
    return "listPins";
  }

  @Override
  public Reply handle(Call call) {
    String channel = call.path("id");
    access.memberOf(call.user(), channel);
    List<Message> newestFirst =
        Future.await(conversation.pinned(channel)).stream()
            .filter(message -> message.pinned() != null)
            .toList()
            .reversed();
    return Reply.ok(new Page<>(MessagePages.seenBy(newestFirst, call.user()), null));
  }
}
