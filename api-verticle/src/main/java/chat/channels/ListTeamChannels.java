package chat.channels;

import chat.access.Access;
import chat.access.Right;
import chat.access.Role;
import chat.api.Call;
import chat.api.Cursor;
import chat.api.Operation;
import chat.api.Page;
import chat.api.Reply;
import java.util.List;

/** {@code GET /teams/{id}/channels}. */
public final class ListTeamChannels implements Operation {
  private final Access access;
  private final ChannelRows rows;
  private final ChannelViews views;

  public ListTeamChannels(Access access, ChannelRows rows, ChannelViews views) {
    this.access = access;
    this.rows = rows;
    this.views = views;
  }

  @Override
  public String id() {
    return "listTeamChannels";
  }

  @Override
  public Reply handle(Call call) {
    List<String> after = call.cursor(2).orElse(List.of("", ""));
    int limit = call.limit();
    String team = call.path("id");
    boolean archived = call.query("archived").map(Boolean::parseBoolean).orElse(false);
    Role role = access.memberOfTeam(call.user(), team);
    Page<Channel> page =
        Page.of(
            rows.visible(
                team,
                call.user(),
                Right.SEE_ALL.isOf(role),
                archived,
                after.get(0),
                after.get(1),
                limit + 1),
            limit,
            last -> Cursor.of(last.name(), last.id()));
    return Reply.ok(new Page<>(views.of(page.items(), call.user()), page.next()));
  }
}
