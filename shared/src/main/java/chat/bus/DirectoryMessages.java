package chat.bus;

import java.util.List;

/** What the chat role asks the api role. */
public final class DirectoryMessages {
  private DirectoryMessages() {}

  /**
   * Asks for the channels of users, as sockets need them at sign-in.
   *
   * @param sessions at most {@link #MOST}
   */
  public record MembershipsOf(List<UserSession> sessions) implements BusMessage {
    public static final int MOST = 128;
  }

  /** A session of a user. */
  public record UserSession(String user, String session) {}

  /** The answers to {@link MembershipsOf} in its order, read after the request. */
  public record Memberships(List<SessionChannels> sessions) implements BusMessage {}

  /**
   * What a session needs.
   *
   * @param live whether the session has neither ended nor expired
   * @param channels all (direct messages too) that the user is a member of; none if it has ended
   */
  public record SessionChannels(boolean live, List<String> channels) {}

  /** Asks whether a user may delete what others wrote in a channel. */
  public record MayModerate(String user, String channel) implements BusMessage {}

  /** The answer to {@link MayModerate}. */
  public record Moderation(boolean allowed) implements BusMessage {}
}
