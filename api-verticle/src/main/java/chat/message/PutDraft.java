package chat.message;

import chat.access.Access;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.store.Drafts;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;

/** {@code PUT /channels/{id}/draft}. */
public final class PutDraft implements Operation {
  private final Access access;
  private final Drafts drafts;
  private final OwnNews news;
  private final Clock clock;

  record Body(String body, Long parent) {}

  public PutDraft(Access access, Drafts drafts, OwnNews news, Clock clock) {
    this.access = access;
    this.drafts = drafts;
    this.news = news;
    this.clock = clock;
  }

  @Override
  public String id() {
    return "putDraft";
  }

  @Override
  public Reply handle(Call call) {
    Body body = call.body(Body.class);
    String text = MessageFields.text(body.body());
    String channel = call.path("id");
    access.memberOf(call.user(), channel);
    Instant now = clock.instant();
    Future.await(drafts.put(call.user(), new Drafts.Draft(channel, text, body.parent(), now)));
    news.draft(call.user(), channel, now);
    return Reply.nothing();
  }
}
