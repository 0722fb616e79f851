package chat.protocol;

import java.util.List;

/**
 * A change of a channel's members.
 *
 * @param version counts the channel's membership changes, from 1
 * @param by the user who made the change
 */
public record MemberChange(List<Member> added, List<String> removed, String by, long version) {

  /** A member with the role that it has in the channel. */
  public record Member(String user, String role) {}
}
