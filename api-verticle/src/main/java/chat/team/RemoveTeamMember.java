package chat.team;

import chat.access.Access;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;

/** {@code DELETE /teams/{id}/members/{user}}. */
public final class RemoveTeamMember implements Operation {
  private final Access access;
  private final Teams teams;
  private final Crew crew;

  public RemoveTeamMember(Access access, Teams teams, Crew crew) {
    this.access = access;
    this.teams = teams;
    this.crew = crew;
  }

  @Override
  public String id() {
    return "removeTeamMember";
  }

  @Override
  public Reply handle(Call call) {
    String id = call.path("id");
    String user = call.path("user");
    access.requireSeesMember(call.user(), id, user);
    Team team = teams.find(id).orElseThrow(() -> Access.notFound("team"));
    crew.remove(team, call.user(), user);
    return Reply.nothing();
  }
}
