package chat.message;

import chat.api.Call;
import chat.api.Cursor;
import chat.api.Operation;
import chat.api.Page;
import chat.api.Reply;
import chat.store.Drafts;
import io.vertx.core.Future;

/** {@code GET /me/drafts}. */
public final class ListDrafts implements Operation {
  private final Drafts drafts;

  public ListDrafts(Drafts drafts) {
    this.drafts = drafts;
  }

  @Override
  public String id() {
    return "listDrafts";
  }

  @Override
  public Reply handle(Call call) {
    String after = call.cursor(1).map(parts -> parts.getFirst()).orElse("");
    int limit = call.limit();
    return Reply.ok(
        Page.of(
            Future.await(drafts.all(call.user(), after, limit + 1)),
            limit,
            last -> Cursor.of(last.channel())));
  }
}
