package chat.team;

import chat.access.Access;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import java.time.Duration;
import java.time.Instant;

/** {@code POST /teams/{id}/invites}. */
public final class CreateInvite implements Operation {
  private static final long SECONDS = Duration.ofDays(7).toSeconds();
  private static final int USES = 1_000;

  private final Access access;
  private final Invites invites;

  record Body(Long expiresInSeconds, Integer uses) {}

  record View(String code, Instant expires) {}

  public CreateInvite(Access access, Invites invites) {
    this.access = access;
    this.invites = invites;
  }

  @Override
  public String id() {
    return "createInvite";
  }

  @Override
  public Reply handle(Call call) {
    Body body = call.hasBody() ? call.body(Body.class) : new Body(null, null);
    String team = call.path("id");
    access.memberOfTeam(call.user(), team);
    Invites.Invite invite =
        invites.create(
            team,
            call.user(),
            Duration.ofSeconds(body.expiresInSeconds() == null ? SECONDS : body.expiresInSeconds()),
            body.uses() == null ? USES : body.uses());
    return Reply.created(new View(invite.code(), invite.expires()));
  }
}
