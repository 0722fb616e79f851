package chat.message;

import chat.access.Access;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.store.Drafts;
import io.vertx.core.Future;
import java.time.Clock;

/** {@code DELETE /channels/{id}/draft}. */
public final class RemoveDraft implements Operation {
  private final Access access;
  private final Drafts drafts;
  private final OwnNews news;
  private final Clock clock;

  public RemoveDraft(Access access, Drafts drafts, OwnNews news, Clock clock) {
    this.access = access;
    this.drafts = drafts;
    this.news = news;
    this.clock = clock;
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
    news.draft(call.user(), channel, clock.instant());
    return Reply.nothing();
  }
}
