package chat.socket;

import chat.auth.AccessToken;
import java.util.HashSet;
import java.util.Set;

/**
 * One connection of a user: what is known of it, and nothing that acts. Confined to its event loop.
 */
final class Session {
  final Connection connection;
  final FrameRate rate;

  /** Who it is; {@code null} until its token was checked. */
  AccessToken identity;

  /** Its channels; empty until it is ready. */
  final Set<String> channels = new HashSet<>();

  /** Channels of which events were dropped since the connection is full. */
  final Set<String> behind = new HashSet<>();

  String status = "online";
  int sendsUnderWay;
  boolean signingIn;
  boolean ready;
  boolean closed;
  long timer = -1;

  Session(Connection connection, FrameRate rate) {
    this.connection = connection;
    this.rate = rate;
  }

  String user() {
    return identity.user();
  }
}
