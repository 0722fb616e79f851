package chat.attachment;

import chat.access.Access;
import chat.api.Operation;
import chat.config.CdnConfig;
import chat.config.S3Config;
import chat.limit.RateLimiter;
import chat.message.Conversation;
import chat.s3.ObjectStore;
import chat.sql.Database;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.time.Duration;

/** What attachments are made of, wired together once for a process. */
public final class AttachmentParts implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofHours(1);

  private final ObjectStore store;
  private final Caches caches;
  private final Attachments attachments;
  private final Cleaning cleaning;
  private final MediaRoute media;
  private final UploadRoute uploads;

  public AttachmentParts(
      Vertx vertx,
      S3Config s3,
      CdnConfig cdn,
      Database database,
      Conversation conversation,
      Clock clock) {
    store = new ObjectStore(vertx, s3, clock);
    caches = new Caches(vertx, cdn);
    UploadRows rows = new UploadRows(database, clock);
    attachments = new Attachments(rows, store, s3, clock);
    cleaning = new Cleaning(rows, store, caches, conversation, PATIENCE);
    media = new MediaRoute(store);
    uploads = new UploadRoute(store, s3.bucket());
  }

  /** Images on their way into messages. */
  public Attachments attachments() {
    return attachments;
  }

  /** {@code POST /attachments}. */
  public Operation create(Access access, RateLimiter limiter) {
    return new CreateAttachment(access, attachments, limiter);
  }

  /** Adds what is served outside of the REST API. */
  public void mount(Router root) {
    media.mount(root);
    uploads.mount(root);
  }

  /** Deletes the images of deleted messages; call on a virtual thread. */
  public void purge() {
    cleaning.purge();
  }

  /** Deletes old uploads that no message took; call on a virtual thread. */
  public void sweep() {
    cleaning.sweep();
  }

  @Override
  public void close() {
    caches.close();
    store.close();
  }
}
