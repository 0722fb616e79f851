package chat.team;

import chat.access.Access;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import java.time.Instant;

/** {@code GET /invites/{code}}: what whoever has the code would join. */
public final class GetInvite implements Operation {
  private final Teams teams;
  private final Invites invites;

  record TeamName(String id, String name) {}

  record View(TeamName team, String role, Instant expires) {}

  public GetInvite(Teams teams, Invites invites) {
    this.teams = teams;
    this.invites = invites;
  }

  @Override
  public String id() {
    return "getInvite";
  }

  @Override
  public Reply handle(Call call) {
    Invites.Invite invite =
        invites
            .find(call.path("code"))
            .filter(found -> found.usesLeft() > 0)
            .orElseThrow(() -> Access.notFound("invitation"));
    Team team = teams.find(invite.team()).orElseThrow(() -> Access.notFound("invitation"));
    return Reply.ok(
        new View(new TeamName(team.id(), team.name()), invite.role().text(), invite.expires()));
  }
}
