package chat.access;

import java.util.Optional;

/** What one person may do to another, and to a channel, by their roles. Pure functions. */
public final class Rules {
  private Rules() {}

  /** Whether {@code actor} may remove somebody of that role from where both have these roles. */
  public static boolean mayRemove(Role actor, Role target) {
    return actor.isAtLeast(Role.ADMIN) && actor.outranks(target);
  }

  /**
   * Whether {@code actor} may make somebody of role {@code target} a {@code wanted}: both must be
   * below the actor's own. So nobody becomes or stops being the owner this way.
   */
  public static boolean mayChangeRole(Role actor, Role target, Role wanted) {
    return mayRemove(actor, target) && actor.outranks(wanted);
  }

  /** Whether somebody may rename and archive a channel that they see. */
  public static boolean mayManageChannel(Role inTeam, Optional<Role> inChannel) {
    return Right.MANAGE_CHANNELS.isOf(inTeam)
        || (Right.SHAPE_CHANNEL.isOf(inTeam)
            && inChannel.filter(role -> role.isAtLeast(Role.ADMIN)).isPresent());
  }
}
