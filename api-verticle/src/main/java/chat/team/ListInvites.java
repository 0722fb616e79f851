package chat.team;

import chat.access.Access;
import chat.access.Right;
import chat.access.Role;
import chat.api.Call;
import chat.api.Cursor;
import chat.api.Operation;
import chat.api.Page;
import chat.api.Reply;
import java.util.List;

/** {@code GET /teams/{id}/invites}. */
public final class ListInvites implements Operation {
  private final Access access;
  private final Invites invites;

  public ListInvites(Access access, Invites invites) {
    this.access = access;
    this.invites = invites;
  }

  @Override
  public String id() {
    return "listInvites";
  }

  @Override
  public Reply handle(Call call) {
    List<String> after = call.cursor(2).orElse(List.of(String.valueOf(Long.MAX_VALUE), ""));
    int limit = call.limit();
    String team = call.path("id");
    Role role = access.require(call.user(), team, Right.INVITE_MEMBERS);
    String by = Right.MANAGE_INVITES.isOf(role) ? null : call.user();
    return Reply.ok(
        Page.of(
                invites.of(team, by, Cursor.number(after.get(0)), after.get(1), limit + 1),
                limit,
                last -> Cursor.of(String.valueOf(last.created()), last.code()))
            .map(InviteView::of));
  }
}
