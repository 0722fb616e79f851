package chat.message;

import chat.access.Access;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.store.Drafts;
import io.vertx.core.Future;

/** {@code DELETE /channels/{id}/draft}. */
public final class RemoveDraft implements Operation {
  private final Access access;
  private final Drafts drafts;

  public RemoveDraft(Access access, Drafts drafts) {
    this.access = access;
    this.drafts = drafts;
  }

  @Override
  public String id() {
    return "removeDraft";
  }

  @Override
  public Reply handle(Call call) {
    String channel = call.path("id");
    access.memberOf(call.user(), channel);
    Future.await(drafts.remove(call.user(), channel));
    return Reply.nothing();
  }
}
