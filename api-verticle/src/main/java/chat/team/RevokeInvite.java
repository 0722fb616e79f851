package chat.team;

import chat.access.Access;
import chat.access.Right;
import chat.access.Role;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;

/** {@code DELETE /teams/{id}/invites/{code}}. */
public final class RevokeInvite implements Operation {
  private final Access access;
  private final Invites invites;

  public RevokeInvite(Access access, Invites invites) {
    this.access = access;
    this.invites = invites;
  }

  @Override
  public String id() {
    return "revokeInvite";
  }

  @Override
  public Reply handle(Call call) {
    String team = call.path("id");
    Role role = access.require(call.user(), team, Right.INVITE_MEMBERS);
    Invites.Invite invite =
        invites
            .find(call.path("code"))
            .filter(found -> found.team().equals(team))
            .filter(
                found -> Right.MANAGE_INVITES.isOf(role) || found.createdBy().equals(call.user()))
            .orElseThrow(() -> Access.notFound("invitation"));
    invites.revoke(invite);
    return Reply.nothing();
  }
}
