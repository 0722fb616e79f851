package chat.cli;

import chat.client.Credentials;
import chat.client.User;
import java.net.URI;
import java.time.Instant;

/** The file of a signed-in terminal: which server, and the credentials there. */
record SavedSession(
    URI server,
    String accessToken,
    Instant expires,
    String refreshToken,
    String deviceId,
    User user) {

  static SavedSession of(URI server, Credentials credentials) {
    return new SavedSession(
        server,
        credentials.accessToken(),
        credentials.expires(),
        credentials.refreshToken(),
        credentials.deviceId(),
        credentials.user());
  }

  Credentials credentials() {
    return new Credentials(accessToken, expires, refreshToken, deviceId, user);
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "SavedSession[" + server + ", " + user + "]";
  }
}
