package chat.client;

import java.time.Instant;

/**
 * What a signed-in device holds. Secret: whoever has it is the user.
 *
 * @param expires when the access token does
 * @param refreshToken works once; its second use ends the session
 */
public record Credentials(
    String accessToken, Instant expires, String refreshToken, String deviceId, User user) {

  /** Without the secrets, so that a log line gives nothing away. */
  @Override
  public String toString() {
    return "Credentials[user=" + user + ", device=" + deviceId + ", expires=" + expires + "]";
  }
}
