package chat.team;

import chat.api.Call;
import chat.api.Cursor;
import chat.api.Operation;
import chat.api.Page;
import chat.api.Reply;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** {@code GET /teams}. */
public final class ListTeams implements Operation {
  private final Teams teams;
  private final Clock clock;

  public ListTeams(Teams teams, Clock clock) {
    this.teams = teams;
    this.clock = clock;
  }

  @Override
  public String id() {
    return "listTeams";
  }

  @Override
  public Reply handle(Call call) {
    List<String> after = call.cursor(2).orElse(List.of("-1", ""));
    int limit = call.limit();
    Page<TeamView.Own> page =
        Page.of(
            teams.of(call.user(), Cursor.number(after.get(0)), after.get(1), limit + 1),
            limit,
            own -> Cursor.of(String.valueOf(own.joined()), own.team()));
    Map<String, Team> found = teams.findAll(page.items().stream().map(TeamView.Own::team).toList());
    return Reply.ok(page.map(own -> TeamView.of(found.get(own.team()), own, clock.millis())));
  }
}
