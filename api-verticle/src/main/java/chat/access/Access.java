package chat.access;

import chat.cache.FencedCache;
import chat.channels.Channel;
import chat.channels.ChannelRows;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.sql.Database;
import chat.sql.SharedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The one place that decides who may see and do what. What somebody may not see is answered exactly
 * like what does not exist.
 *
 * <p>Thread-safe; calls wait, so make them on virtual threads. Answers are those of all writes that
 * were acknowledged before the call.
 */
public final class Access {
  /** Short, because a role that outlived its removal would let somebody in. */
  private static final Duration ROLE_LIFE = Duration.ofMinutes(1);

  private static final String NONE = "";
  private static final int READ_TOGETHER = 64;
  private static final int READS_AT_ONCE = 4;

  private final Database database;
  private final FencedCache cache;
  private final ChannelRows channels;

  /** When everybody comes back at once, thousands of roles are read that no cache has. */
  private final SharedStatement<Place, String> channelRoles =
      new SharedStatement<>(READ_TOGETHER, READS_AT_ONCE, this::readChannelRoles);

  /** Where somebody may have a role. */
  private record Place(String home, String channel, String user) {}

  /** A role as it is cached; {@link #NONE} for none. */
  record Held(String role) {
    Optional<Role> toRole() {
      return role.isEmpty() ? Optional.empty() : Optional.of(Role.of(role));
    }
  }

  /**
   * A channel that somebody may see.
   *
   * @param role the one that the viewer has in it, if a member
   */
  public record Seen(Channel channel, Optional<Role> role) {
    public boolean isMember() {
      return role.isPresent();
    }
  }

  public Access(Database database, FencedCache cache, ChannelRows channels) {
    this.database = database;
    this.cache = cache;
    this.channels = channels;
  }

  /** What a write of that membership makes outdated. */
  public static String teamRoleKey(String team, String user) {
    return "teamrole:" + team + ":" + user;
  }

  /** What a write of that membership makes outdated. */
  public static String channelRoleKey(String channel, String user) {
    return "role:" + channel + ":" + user;
  }

  /** The role in a team, if a member. */
  public Optional<Role> roleInTeam(String user, String team) {
    return held(
        teamRoleKey(team, user),
        () ->
            database
                .one(
                    "SELECT role FROM team_members WHERE team = ? AND user = ?",
                    row -> row.getString(0),
                    team,
                    user)
                .orElse(NONE));
  }

  /** The role in a team; fails with {@code not-found} for who is not a member. */
  public Role memberOfTeam(String user, String team) {
    return roleInTeam(user, team).orElseThrow(() -> notFound("team"));
  }

  /**
   * The role in a team of somebody who has that right in it. Fails with {@code not-found} for who
   * is not a member, and with {@code forbidden} for who is.
   */
  public Role require(String user, String team, Right right) {
    Role role = memberOfTeam(user, team);
    if (!right.isOf(role)) {
      throw new ProblemException(
          ProblemType.FORBIDDEN, "This takes the role " + right.atLeast().text() + " in the team");
    }
    return role;
  }

  private boolean has(String user, String team, Right right) {
    return roleInTeam(user, team).filter(right::isOf).isPresent();
  }

  /**
   * Fails with {@code not-found} unless {@code other} is in the team as far as {@code user} may
   * know: a guest knows only who shares a channel with them.
   */
  public void requireSeesMember(String user, String team, String other) {
    Role role = memberOfTeam(user, team);
    boolean sees =
        roleInTeam(other, team).isPresent()
            && (user.equals(other) || Right.SEE_ALL.isOf(role) || shareChannel(team, user, other));
    if (!sees) {
      throw notFound("member");
    }
  }

  private boolean shareChannel(String team, String user, String other) {
    return database
        .one(
            "SELECT 1 FROM channel_members a JOIN channel_members b"
                + " ON b.home = a.home AND b.channel = a.channel"
                + " WHERE a.home = ? AND a.user = ? AND b.user = ? LIMIT 1",
            row -> true,
            team,
            user,
            other)
        .isPresent();
  }

  /** Fails with {@code forbidden} unless the user may add people to it and set its topic. */
  public void requireShaping(String user, Seen seen) {
    if (!seen.isMember() || !has(user, seen.channel().home(), Right.SHAPE_CHANNEL)) {
      throw new ProblemException(
          ProblemType.FORBIDDEN, "This is for members of the channel who are no guests");
    }
  }

  /** Fails with {@code forbidden} unless the user may rename and archive the channel. */
  public void requireManaging(String user, Seen seen) {
    boolean may =
        roleInTeam(user, seen.channel().home())
            .filter(role -> Rules.mayManageChannel(role, seen.role()))
            .isPresent();
    if (!may) {
      throw new ProblemException(
          ProblemType.FORBIDDEN, "This is for admins and owners of the channel or its team");
    }
  }

  /**
   * The channel as {@code user} sees it: one that they are a member of, or a public one of a team
   * in which they are more than a guest. Fails with {@code not-found}.
   */
  public Seen see(String user, String id) {
    Channel channel = channels.find(id).orElseThrow(() -> notFound("channel"));
    Optional<Role> role = roleInChannel(user, channel);
    if (role.isEmpty() && (channel.isPrivate() || !has(user, channel.home(), Right.SEE_ALL))) {
      throw notFound("channel");
    }
    return new Seen(channel, role);
  }

  /** The same; fails with {@code forbidden} for who sees it but has not joined. */
  public Seen memberOf(String user, String id) {
    Seen seen = see(user, id);
    if (!seen.isMember()) {
      throw new ProblemException(ProblemType.FORBIDDEN, "Join the channel first");
    }
    return seen;
  }

  /** The role in a channel, if a member. */
  public Optional<Role> roleInChannel(String user, Channel channel) {
    Place place = new Place(channel.home(), channel.id(), user);
    return held(channelRoleKey(channel.id(), user), () -> channelRoles.ask(place));
  }

  private List<String> readChannelRoles(List<Place> places) {
    List<Place> padded = Database.padded(places);
    List<Object> values = new ArrayList<>(3 * padded.size());
    for (Place place : padded) {
      values.addAll(List.of(place.home(), place.channel(), place.user()));
    }
    Map<Place, String> roles = new HashMap<>();
    database
        .list(
            "SELECT home, channel, user, role FROM channel_members WHERE "
                + String.join(
                    " OR ",
                    Collections.nCopies(padded.size(), "(home = ? AND channel = ? AND user = ?)")),
            row ->
                Map.entry(
                    new Place(row.getString(0), row.getString(1), row.getString(2)),
                    row.getString(3)),
            values.toArray())
        .forEach(found -> roles.put(found.getKey(), found.getValue()));
    return places.stream().map(place -> roles.getOrDefault(place, NONE)).toList();
  }

  /**
   * Whether {@code user} may remove someone of that role: takes at least an admin, and a higher
   * role than theirs, in the channel or in its team.
   */
  public void checkMayRemove(String user, Seen seen, Role target) {
    boolean may =
        roleInTeam(user, seen.channel().home())
            .filter(Right.SHAPE_CHANNEL::isOf)
            .filter(
                inTeam ->
                    Rules.mayRemove(inTeam, target)
                        || seen.role().filter(own -> Rules.mayRemove(own, target)).isPresent())
            .isPresent();
    if (!may) {
      throw new ProblemException(
          ProblemType.FORBIDDEN, "Only a higher role than theirs may remove someone");
    }
  }

  /**
   * Whether {@code user} may delete what others said there: an admin or owner of the channel or its
   * team. Nobody may in a direct message.
   */
  public boolean mayModerate(String user, Seen seen) {
    return !seen.channel().isDm()
        && (seen.role().filter(Access::isModerator).isPresent()
            || roleInTeam(user, seen.channel().home()).filter(Access::isModerator).isPresent());
  }

  private static boolean isModerator(Role role) {
    return role == Role.OWNER || role == Role.ADMIN;
  }

  /** The refusal for what does not exist or may not be seen. */
  public static ProblemException notFound(String what) {
    return new ProblemException(
        ProblemType.NOT_FOUND, "There is no such " + what + ", or you may not see it");
  }

  private Optional<Role> held(String key, Supplier<String> role) {
    return cache
        .read(key, Held.class, ROLE_LIFE, () -> Optional.of(new Held(role.get())))
        .flatMap(Held::toRole);
  }
}
