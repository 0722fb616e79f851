package chat.team;

import chat.access.Access;
import chat.api.Call;
import chat.api.FutureTime;
import chat.api.Operation;
import chat.api.Reply;
import chat.problem.ProblemException;
import java.time.Clock;

/** {@code PUT /teams/{id}/mute}. */
public final class MuteTeam implements Operation {
  private final Access access;
  private final Teams teams;
  private final TeamNews news;
  private final Clock clock;

  record Body(boolean muted, String until) {}

  public MuteTeam(Access access, Teams teams, TeamNews news, Clock clock) {
    this.access = access;
    this.teams = teams;
    this.news = news;
    this.clock = clock;
  }

  @Override
  public String id() {
    return "muteTeam";
  }

  @Override
  public Reply handle(Call call) {
    Body body = call.body(Body.class);
    if (!body.muted() && body.until() != null) {
      throw ProblemException.inField("until", "is only for muting");
    }
    Long until = FutureTime.parse("until", body.until(), clock);
    String user = call.user();
    String id = call.path("id");
    access.memberOfTeam(user, id);
    teams.mute(user, id, body.muted(), until);
    news.own(id, user);
    Team team = teams.find(id).orElseThrow(() -> Access.notFound("team"));
    return Reply.ok(TeamView.of(team, teams.own(user, id).orElseThrow(), clock.millis()));
  }
}
