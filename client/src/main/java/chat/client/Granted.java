package chat.client;

import io.vertx.core.buffer.Buffer;
import java.time.Clock;

/** The answer to a log-in or refresh. */
record Granted(
    String accessToken, long expiresIn, String refreshToken, String deviceId, User user) {

  static Credentials read(Buffer json, Clock clock) {
    Granted granted = ClientJson.read(json, Granted.class);
    return new Credentials(
        granted.accessToken(),
        clock.instant().plusSeconds(granted.expiresIn()),
        granted.refreshToken(),
        granted.deviceId(),
        granted.user());
  }
}
