package chat.message;

import chat.access.Access;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.store.Drafts;
import io.vertx.core.Future;

/** {@code GET /channels/{id}/draft}. */
public final class GetDraft implements Operation {
  private final Access access;
  private final Drafts drafts;

  public GetDraft(Access access, Drafts drafts) {
    this.access = access;
    this.drafts = drafts;
  }

  @Override
  public String id() {
    return "getDraft";
  }

  @Override
  public Reply handle(Call call) {
    String channel = call.path("id");
    access.memberOf(call.user(), channel);
    return Reply.ok(
        Future.await(drafts.of(call.user(), channel)).orElseThrow(() -> Access.notFound("draft")));
  }
}
