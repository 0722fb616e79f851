package chat.client;

import chat.client.RestClient.Repeat;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.Attachment;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;

/**
 * Uploads images for messages, and gets those of others.
 *
 * <p>Thread-safe.
 */
public final class Images {
  private static final Duration UPLOAD_WITHIN = Duration.ofMinutes(5);

  private final ChatSession session;
  private final RestClient rest;

  private record Permit(String key, Upload upload, String url) {}

  private record Upload(String method, String url, Map<String, String> headers) {}

  Images(ChatSession session, RestClient rest) {
    this.session = session;
    this.rest = rest;
  }

  /**
   * Uploads an image for a message in that channel, to be sent within the hour. Nobody else can get
   * it before.
   *
   * @param image at most 20 MiB
   * @param type {@code image/png}, {@code image/jpeg}, {@code image/gif}, {@code image/webp} or
   *     {@code image/avif}
   */
  public Future<Attachment> upload(String channel, Buffer image, String type) {
    Map<String, Object> wish =
        Map.of("channel", channel, "size", image.length(), "sha256", sha256(image), "type", type);
    return session
        .call(HttpMethod.POST, "/attachments", wish, Repeat.SAFE)
        .map(body -> ClientJson.read(body, Permit.class))
        .compose(
            permit ->
                rest.exchange(
                        HttpMethod.PUT,
                        permit.upload().url(),
                        permit.upload().headers(),
                        image,
                        UPLOAD_WITHIN)
                    .map(done -> new Attachment(permit.key(), permit.url(), image.length(), type)));
  }

  /** The bytes of an image that a message has; fails with {@code not-found} once it is deleted. */
  public Future<Buffer> get(Attachment image) {
    if (!image.url().startsWith("/")) {
      return Future.failedFuture(
          new ProblemException(ProblemType.BAD_REQUEST, "The image is not on this server"));
    }
    return rest.exchange(HttpMethod.GET, image.url(), Map.of(), null, UPLOAD_WITHIN);
  }

  private static String sha256(Buffer image) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(image.getBytes()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
