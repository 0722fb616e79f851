package chat.bus;

import java.util.List;

/** What the chat role asks the api role. */
public final class DirectoryMessages {
  private DirectoryMessages() {}

  /**
   * Asks for the channels of a user, as a socket needs them at sign-in.
   *
   * @param session must be live, else the answer is the problem {@code unauthorized}
   */
  public record MembershipsOf(String user, String session) implements BusMessage {}

  /** All channels (direct messages too) that the user is a member of, read after the request. */
  public record Memberships(String user, List<Membership> channels) implements BusMessage {}

  /** One of them. */
  public record Membership(String channel, String role) {}
}
