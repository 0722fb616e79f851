package chat.status;

import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;

/** {@code GET /me/status}. */
public final class GetStatus implements Operation {
  private final Statuses statuses;

  public GetStatus(Statuses statuses) {
    this.statuses = statuses;
  }

  @Override
  public String id() {
    return "getStatus";
  }

  @Override
  public Reply handle(Call call) {
    return Reply.ok(StatusView.of(statuses.own(call.user())));
  }
}
