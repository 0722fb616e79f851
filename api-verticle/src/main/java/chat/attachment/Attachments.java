package chat.attachment;

import chat.attachment.UploadRows.Upload;
import chat.config.S3Config;
import chat.id.Ids;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.Attachment;
import chat.s3.ObjectStore;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Images from the wish to upload one to the message that has it.
 *
 * <p>Thread-safe; calls wait, so make them on virtual threads. Does not check who may.
 */
public final class Attachments {
  /** Bytes of an image at most. */
  static final int MAX_BYTES = 20 << 20;

  /** So much is read of each, which shows the size of nearly every image. */
  private static final int BEGIN = 64 << 10;

  /** How long an upload may take to begin. */
  private static final Duration LIFE = Duration.ofMinutes(15);

  private final UploadRows rows;
  private final ObjectStore store;
  private final S3Config config;
  private final Clock clock;

  /**
   * What somebody needs to upload an image.
   *
   * @param address absolute, or below this site
   * @param headers to be sent as they are
   */
  record Permit(String key, String address, Map<String, String> headers, Instant expires) {}

  Attachments(UploadRows rows, ObjectStore store, S3Config config, Clock clock) {
    this.rows = rows;
    this.store = store;
    this.config = config;
    this.clock = clock;
  }

  /** Lets {@code user} upload one image for a message in that channel. */
  Permit permit(String user, String channel, long size, String sha256, ImageType type) {
    String key = Ids.random();
    rows.add(new Upload(user, key, channel, size, type, null, null, false));
    Map<String, String> headers =
        Map.of(
            "Content-Type",
            type.mediaType(),
            "x-amz-checksum-sha256",
            Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256)));
    // The length is signed too; clients can't set it, it is that of what they send.
    Map<String, String> signed = new java.util.HashMap<>(headers);
    signed.put("Content-Length", String.valueOf(size));
    boolean direct = !config.publicEndpoint().isEmpty();
    String name = ObjectNames.pending(key);
    URI address =
        store.presignPut(direct ? config.publicEndpoint() : config.endpoint(), name, signed, LIFE);
    return new Permit(
        key,
        direct ? address.toString() : UploadRoute.PATH + key + "?" + address.getRawQuery(),
        headers,
        clock.instant().plus(LIFE));
  }

  /**
   * Makes these uploads the attachments of one message. Each must be the user's own for that
   * channel, and there, with the size and of the type that was announced. A repeat for the same
   * operation gives the same.
   *
   * @param operation the id of the message's operation
   * @throws ProblemException {@code unprocessable}, naming the first that is wrong
   */
  public List<Attachment> take(String user, String channel, String operation, List<String> keys) {
    Map<String, Upload> uploads = keys.isEmpty() ? Map.of() : rows.find(user, keys);
    for (int i = 0; i < keys.size(); i++) {
      Upload upload = uploads.get(keys.get(i));
      if (upload == null || !upload.channel().equals(channel)) {
        throw wrong(i, "is no upload of yours for this channel");
      }
      if (keys.indexOf(keys.get(i)) != i) {
        throw wrong(i, "is named twice");
      }
      if (upload.message() != null && !upload.message().equals(operation)) {
        throw wrong(i, "was sent already");
      }
    }
    List<Future<Uploaded>> uploaded = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      Upload upload = uploads.get(keys.get(i));
      if (upload.message() == null) {
        uploaded.add(look(upload, i));
      }
    }
    Future.await(Future.all(uploaded));
    List<Future<Void>> copies = new ArrayList<>();
    for (Future<Uploaded> one : uploaded) {
      checkPixels(one.result());
      copies.add(publish(one.result()));
    }
    Future.await(Future.all(copies));
    List<Attachment> attachments = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      Upload upload = uploads.get(keys.get(i));
      if (!rows.take(upload, operation)) {
        throw wrong(i, "was sent already");
      }
      attachments.add(
          new Attachment(
              upload.key(),
              MediaRoute.PATH + upload.key(),
              upload.size(),
              upload.type().mediaType()));
    }
    return attachments;
  }

  /** The message with these is there. */
  public void sent(String user, List<String> keys) {
    if (!keys.isEmpty()) {
      rows.sent(user, keys);
    }
  }

  /**
   * What was put where an upload was to be put.
   *
   * @param index of the image in its message
   */
  private record Uploaded(Upload upload, int index, String etag, byte[] begin) {}

  /** Checks that what was announced is there. */
  private Future<Uploaded> look(Upload upload, int index) {
    String pending = ObjectNames.pending(upload.key());
    return store
        .head(pending)
        .compose(
            found -> {
              ObjectStore.Stored stored = found.orElseThrow(() -> wrong(index, "was not uploaded"));
              if (stored.size() != upload.size()
                  || !stored.type().equals(upload.type().mediaType())) {
                throw wrong(index, "has not the size and type that were announced");
              }
              return store
                  .read(pending, stored.etag(), 0, BEGIN)
                  .map(
                      begin -> {
                        if (!upload.type().begins(begin)) {
                          throw wrong(index, "is no " + upload.type().mediaType());
                        }
                        return new Uploaded(upload, index, stored.etag(), begin);
                      });
            });
  }

  private void checkPixels(Uploaded uploaded) {
    Upload upload = uploaded.upload();
    String pending = ObjectNames.pending(upload.key());
    long pixels =
        Pixels.of(
                upload.type(),
                uploaded.begin(),
                upload.size(),
                (at, count) -> Future.await(store.read(pending, uploaded.etag(), at, count)))
            .orElseThrow(() -> wrong(uploaded.index(), "does not say how many pixels it has"));
    if (pixels > Pixels.MOST) {
      throw wrong(uploaded.index(), "has more than " + Pixels.MOST + " pixels");
    }
  }

  /** Puts exactly what was looked at where it is served from. */
  private Future<Void> publish(Uploaded uploaded) {
    String key = uploaded.upload().key();
    String pending = ObjectNames.pending(key);
    return store
        .copy(pending, ObjectNames.media(key), uploaded.etag())
        // What is left of it if this fails, the sweep finds.
        .onSuccess(done -> store.delete(pending));
  }

  private static ProblemException wrong(int index, String reason) {
    return ProblemException.inField(ProblemType.UNPROCESSABLE, "attachments." + index, reason);
  }
}
