package chat.api;

import chat.api.TestApi.Answer;
import chat.api.TestApi.SignedIn;
import chat.bus.Addresses;
import chat.bus.AttachmentMessages.Take;
import chat.bus.AttachmentMessages.Taken;
import chat.bus.Bus;
import chat.id.OperationId;
import chat.protocol.Attachment;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Uploads images as a client does, and sends them as a socket does. */
public final class TestImages {
  private static final byte[] PNG =
      HexFormat.of().parseHex("89504e470d0a1a0a0000000d49484452000000640000006408020000");

  private final TestApi api;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public TestImages(TestApi api) {
    this.api = api;
  }

  /** Bytes that begin like a PNG. */
  public static byte[] png(int size) {
    byte[] image = new byte[size];
    new Random(size).nextBytes(image);
    System.arraycopy(PNG, 0, image, 0, Math.min(size, PNG.length));
    return image;
  }

  /** A small PNG that would unpack to 30 GB. */
  static byte[] bomb() {
    byte[] image = png(1_000);
    ByteBuffer.wrap(image).putInt(16, 100_000).putInt(20, 100_000);
    return image;
  }

  /** A JPEG that says its size behind 2 MB of other things. */
  static byte[] jpeg(int width, int height) {
    ByteBuffer image = ByteBuffer.allocate(2_100_000).putShort((short) 0xFFD8);
    while (image.position() < 2_000_000) {
      image.putShort((short) 0xFFE1).putShort((short) 60_000).position(image.position() + 59_998);
    }
    image.putShort((short) 0xFFC2).putShort((short) 17).put((byte) 8);
    image.putShort((short) height).putShort((short) width);
    return image.array();
  }

  public Answer permit(SignedIn who, String channel, byte[] image, String type) {
    return api.post(
        "/v1/attachments",
        who,
        TestApi.JSON
            .createObjectNode()
            .put("channel", channel)
            .put("size", image.length)
            .put("sha256", sha256(image))
            .put("type", type)
            .toString());
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Puts {@code body} where the permit says; {@code other} headers replace those that it gave. */
  public int upload(Answer permit, byte[] body, Map<String, String> other) {
    URI at = URI.create(api.base()).resolve(permit.json().at("/upload/url").asText());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(at)
            .timeout(Duration.ofSeconds(30))
            .PUT(HttpRequest.BodyPublishers.ofByteArray(body));
    permit
        .json()
        .at("/upload/headers")
        .properties()
        .forEach(
            header ->
                request.setHeader(
                    header.getKey(),
                    other.getOrDefault(header.getKey(), header.getValue().asText())));
    return send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return http.send(request, handler);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(request.toString(), e);
    }
  }

  /** Gets an image from {@code base}. */
  public HttpResponse<byte[]> get(String base, String method, String key, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + "/media/" + key))
            .timeout(Duration.ofSeconds(30))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  /** Makes them the attachments of a message, as the socket's side does. */
  public List<Attachment> take(String user, String channel, String operation, String... keys) {
    return Bus.request(
            api.vertx(),
            Addresses.ATTACHMENTS,
            new Take(user, channel, operation, Arrays.asList(keys)),
            Taken.class,
            Duration.ofSeconds(20))
        .map(Taken::attachments)
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(30, TimeUnit.SECONDS)
        .join();
  }

  public static String operation() {
    return OperationId.of(System.currentTimeMillis(), 7, System.nanoTime()).toString();
  }

  /** Uploads and sends one; its key. */
  public String sent(SignedIn who, String channel, byte[] image) {
    Answer permit = permit(who, channel, image, "image/png");
    if (permit.status() != 201 || upload(permit, image, Map.of()) >= 300) {
      throw new IllegalStateException(permit.toString());
    }
    return take(who.id(), channel, operation(), permit.get("key")).getFirst().key();
  }
}
