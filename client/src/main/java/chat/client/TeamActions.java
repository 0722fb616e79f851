package chat.client;

import chat.client.RestClient.Repeat;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What can be done in one team, by its roles: an owner outranks admins, they outrank members, and
 * these outrank guests. Refused with {@code forbidden} to whoever's role does not allow it.
 *
 * <p>Thread-safe.
 */
public final class TeamActions {
  private final ChatSession session;
  private final String path;

  TeamActions(ChatSession session, String team) {
    this.session = session;
    this.path = "/teams/" + ChatSession.segment(team);
  }

  /** Gives the team another name. */
  public Future<Team> rename(String name) {
    return change(Map.of("name", name));
  }

  /** Lets everybody who knows its id join, or only who is invited. */
  public Future<Team> setOpen(boolean open) {
    return change(Map.of("open", open));
  }

  private Future<Team> change(Map<String, Object> change) {
    return session
        .call(HttpMethod.PATCH, path, change, Repeat.SAFE)
        .map(body -> ClientJson.read(body, Team.class));
  }

  /** Mutes it for me until then; null for good. */
  public Future<Team> mute(Instant until) {
    Map<String, Object> body = new HashMap<>(Map.of("muted", true));
    if (until != null) {
      body.put("until", until.toString());
    }
    return session
        .call(HttpMethod.PUT, path + "/mute", body, Repeat.SAFE)
        .map(answer -> ClientJson.read(answer, Team.class));
  }

  /** Makes it loud again for me. */
  public Future<Team> unmute() {
    return session
        .call(HttpMethod.PUT, path + "/mute", Map.of("muted", false), Repeat.SAFE)
        .map(answer -> ClientJson.read(answer, Team.class));
  }

  /** Makes somebody an {@code admin}, a {@code member} or a {@code guest}. */
  public Future<Member> changeRole(String user, String role) {
    return session
        .call(HttpMethod.PUT, memberPath(user) + "/role", Map.of("role", role), Repeat.SAFE)
        .map(body -> ClientJson.read(body, Member.class));
  }

  /** Makes somebody its owner, and me, who was, an admin. */
  public Future<Team> transfer(String user) {
    return session
        .call(HttpMethod.PUT, path + "/owner", Map.of("user", user), Repeat.IF_REFUSED)
        .map(body -> ClientJson.read(body, Team.class));
  }

  /** Ends somebody's membership in it and in all its channels. */
  public Future<Void> remove(String user) {
    return session.call(HttpMethod.DELETE, memberPath(user), null, Repeat.IF_REFUSED).mapEmpty();
  }

  /** Ends my own. */
  public Future<Void> leave() {
    return remove(session.user().id());
  }

  /** Makes an invitation that {@code uses} people can use within {@code life}. */
  public Future<Invite> invite(Duration life, int uses) {
    return invite(life, uses, "member", List.of());
  }

  /** Makes one for guests, who see only these channels. */
  public Future<Invite> inviteGuests(Duration life, int uses, List<String> channels) {
    return invite(life, uses, "guest", channels);
  }

  private Future<Invite> invite(Duration life, int uses, String role, List<String> channels) {
    Map<String, Object> body =
        Map.of(
            "expiresInSeconds", life.toSeconds(), "uses", uses, "role", role, "channels", channels);
    return session
        .call(HttpMethod.POST, path + "/invites", body, Repeat.IF_REFUSED)
        .map(answer -> ClientJson.read(answer, Invite.class));
  }

  /**
   * A page of the invitations that I may see, the newest first; {@code cursor} is null at first.
   */
  public Future<Page<Invite>> invites(String cursor) {
    return session
        .get(ChatSession.paged(path + "/invites", cursor))
        .map(body -> ClientJson.readPage(body, Invite.class));
  }

  /** Takes an invitation back. */
  public Future<Void> revoke(String code) {
    return session
        .call(
            HttpMethod.DELETE,
            path + "/invites/" + ChatSession.segment(code),
            null,
            Repeat.IF_REFUSED)
        .mapEmpty();
  }

  /** Whom I may mean who write {@code prefix} in that channel, the likeliest first. */
  public Future<List<Member>> mentionable(String channel, String prefix, int limit) {
    return session
        .get(
            path
                + "/members?channel="
                + ChatSession.segment(channel)
                + "&q="
                + ChatSession.segment(prefix)
                + "&limit="
                + limit)
        .map(body -> ClientJson.readPage(body, Member.class).items());
  }

  private String memberPath(String user) {
    return path + "/members/" + ChatSession.segment(user);
  }
}
