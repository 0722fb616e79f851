package chat.access;

/** What takes a certain role in a team: the table of it. The rest is in {@link Rules}. */
public enum Right {
  /** To see the team, oneself in it, and what one was added to. */
  SEE(Role.GUEST),
  /** To see public channels and all people, and to join the former. */
  SEE_ALL(Role.MEMBER),
  CREATE_CHANNEL(Role.MEMBER),
  /** To add people of the team to a channel that one is in, and to set its topic. */
  SHAPE_CHANNEL(Role.MEMBER),
  INVITE_MEMBERS(Role.MEMBER),
  INVITE_GUESTS(Role.ADMIN),
  /** To see and revoke what others have made, not only one's own. */
  MANAGE_INVITES(Role.ADMIN),
  /** To rename and archive channels that one sees, whatever one is in them. */
  MANAGE_CHANNELS(Role.ADMIN),
  /** To rename the team, and to open and close it. */
  MANAGE_TEAM(Role.ADMIN),
  TRANSFER(Role.OWNER);

  private final Role atLeast;

  Right(Role atLeast) {
    this.atLeast = atLeast;
  }

  /** Whether somebody of that role has it. */
  public boolean isOf(Role role) {
    return role.isAtLeast(atLeast);
  }

  /** The lowest role that has it. */
  public Role atLeast() {
    return atLeast;
  }
}
