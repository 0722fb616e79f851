package chat.team;

import chat.access.Access;
import chat.access.Right;
import chat.account.PlainText;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import java.time.Clock;

/** {@code PATCH /teams/{id}}. */
public final class ChangeTeam implements Operation {
  private final Access access;
  private final Teams teams;
  private final Clock clock;

  record Body(String name, Boolean open) {}

  public ChangeTeam(Access access, Teams teams, Clock clock) {
    this.access = access;
    this.teams = teams;
    this.clock = clock;
  }

  @Override
  public String id() {
    return "changeTeam";
  }

  @Override
  public Reply handle(Call call) {
    Body body = call.body(Body.class);
    String name = body.name() == null ? null : PlainText.name("name", body.name());
    String id = call.path("id");
    access.require(call.user(), id, Right.MANAGE_TEAM);
    Team team = teams.find(id).orElseThrow(() -> Access.notFound("team"));
    Team changed =
        name == null && body.open() == null ? team : teams.change(team, name, body.open());
    TeamView.Own own = teams.own(call.user(), id).orElseThrow(() -> Access.notFound("team"));
    return Reply.ok(TeamView.of(changed, own, clock.millis()));
  }
}
