package chat.team;

import chat.access.Access;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.problem.ProblemException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/** {@code PUT /teams/{id}/mute}. */
public final class MuteTeam implements Operation {
  private static final Duration LONGEST = Duration.ofDays(3653);

  private final Access access;
  private final Teams teams;
  private final Clock clock;

  record Body(boolean muted, String until) {}

  public MuteTeam(Access access, Teams teams, Clock clock) {
    this.access = access;
    this.teams = teams;
    this.clock = clock;
  }

  @Override
  public String id() {
    return "muteTeam";
  }

  @Override
  public Reply handle(Call call) {
    Body body = call.body(Body.class);
    Long until = body.until() == null ? null : until(body);
    String user = call.user();
    String id = call.path("id");
    access.memberOfTeam(user, id);
    teams.mute(user, id, body.muted(), until);
    Team team = teams.find(id).orElseThrow(() -> Access.notFound("team"));
    return Reply.ok(TeamView.of(team, teams.own(user, id).orElseThrow(), clock.millis()));
  }

  private long until(Body body) {
    if (!body.muted()) {
      throw ProblemException.inField("until", "is only for muting");
    }
    try {
      Instant until = OffsetDateTime.parse(body.until()).toInstant();
      if (until.isAfter(clock.instant()) && until.isBefore(clock.instant().plus(LONGEST))) {
        return until.toEpochMilli();
      }
    } catch (DateTimeException e) {
      throw ProblemException.inField("until", "must be a time as in RFC 3339");
    }
    throw ProblemException.inField("until", "must be between now and ten years from now");
  }
}
