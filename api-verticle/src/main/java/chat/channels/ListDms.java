package chat.channels;

import chat.api.Call;
import chat.api.Cursor;
import chat.api.Operation;
import chat.api.Page;
import chat.api.Reply;
import java.util.Map;

/** {@code GET /dms}. */
public final class ListDms implements Operation {
  private final DirectMessages dms;
  private final ChannelRows rows;
  private final ChannelViews views;

  public ListDms(DirectMessages dms, ChannelRows rows, ChannelViews views) {
    this.dms = dms;
    this.rows = rows;
    this.views = views;
  }

  @Override
  public String id() {
    return "listDms";
  }

  @Override
  public Reply handle(Call call) {
    String after = call.cursor(1).map(parts -> parts.getFirst()).orElse("");
    int limit = call.limit();
    Page<String> page =
        Page.of(dms.of(call.user(), after, limit + 1), limit, last -> Cursor.of(last));
    Map<String, Channel> found = rows.findAll(page.items());
    return Reply.ok(
        new Page<>(
            views.of(page.items().stream().map(found::get).toList(), call.user()), page.next()));
  }
}
