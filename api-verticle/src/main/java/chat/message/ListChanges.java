package chat.message;

import chat.access.Access;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.log.ChannelReader;
import io.vertx.core.Future;

/** {@code GET /channels/{id}/changes}. */
public final class ListChanges implements Operation {
  private final Access access;
  private final Conversation conversation;

  public ListChanges(Access access, Conversation conversation) {
    this.access = access;
    this.conversation = conversation;
  }

  @Override
  public String id() {
    return "listChanges";
  }

  @Override
  public Reply handle(Call call) {
    long since = call.number("since").orElse(0L);
    String channel = call.path("id");
    access.memberOf(call.user(), channel);
    ChannelReader.Changes changes =
        Future.await(conversation.changes(channel, since, call.limit()));
    return Reply.ok(
        new ChannelReader.Changes(
            MessagePages.seenBy(changes.items(), call.user()), changes.rev(), changes.more()));
  }
}
