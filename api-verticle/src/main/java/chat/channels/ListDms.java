package chat.channels;

import chat.account.Person;
import chat.api.Call;
import chat.api.Cursor;
import chat.api.Operation;
import chat.api.Page;
import chat.api.Reply;
import java.util.List;
import java.util.Map;

/** {@code GET /dms}. */
public final class ListDms implements Operation {
  private final DirectMessages dms;
  private final ChannelRows rows;
  private final Channels channels;

  public ListDms(DirectMessages dms, ChannelRows rows, Channels channels) {
    this.dms = dms;
    this.rows = rows;
    this.channels = channels;
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
    Map<String, List<Person>> people = channels.people(page.items());
    return Reply.ok(page.map(id -> ChannelView.of(found.get(id), true, people.get(id))));
  }
}
