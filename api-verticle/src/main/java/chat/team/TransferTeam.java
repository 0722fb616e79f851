package chat.team;

import chat.access.Access;
import chat.access.Right;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import java.time.Clock;

/** {@code PUT /teams/{id}/owner}. */
public final class TransferTeam implements Operation {
  private final Access access;
  private final Teams teams;
  private final Crew crew;
  private final Clock clock;

  record Body(String user) {}

  public TransferTeam(Access access, Teams teams, Crew crew, Clock clock) {
    this.access = access;
    this.teams = teams;
    this.crew = crew;
    this.clock = clock;
  }

  @Override
  public String id() {
    return "transferTeam";
  }

  @Override
  public Reply handle(Call call) {
    String user = call.body(Body.class).user();
    String id = call.path("id");
    access.require(call.user(), id, Right.TRANSFER);
    Team team = teams.find(id).orElseThrow(() -> Access.notFound("team"));
    if (!user.equals(call.user())) {
      crew.transfer(team, call.user(), user);
    }
    TeamView.Own own = teams.own(call.user(), id).orElseThrow(() -> Access.notFound("team"));
    return Reply.ok(TeamView.of(team, own, clock.millis()));
  }
}
