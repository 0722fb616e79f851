package chat.attachment;

import chat.attachment.UploadRows.Upload;
import chat.message.Conversation;
import chat.s3.ObjectStore;
import chat.store.Purges.Purge;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes images that nobody has: those of deleted messages, from the caches too, and uploads that
 * no message took. Every step can be done twice.
 *
 * <p>Calls wait, so make them on virtual threads.
 */
final class Cleaning {
  private static final Logger LOG = LoggerFactory.getLogger(Cleaning.class);
  private static final int AT_ONCE = 200;

  private final UploadRows rows;
  private final ObjectStore store;
  private final Caches caches;
  private final Conversation conversation;
  private final Duration patience;

  /**
   * Cleans.
   *
   * @param patience how old an upload must be; longer than the life of an address to put it at and
   *     of an operation's id together
   */
  Cleaning(
      UploadRows rows,
      ObjectStore store,
      Caches caches,
      Conversation conversation,
      Duration patience) {
    this.rows = rows;
    this.store = store;
    this.caches = caches;
    this.conversation = conversation;
    this.patience = patience;
  }

  /** The images of deleted messages. What fails is tried again next time. */
  void purge() {
    List<Purge> purges;
    boolean all;
    do {
      purges = Future.await(conversation.purges(AT_ONCE));
      all = true;
      for (Purge purge : purges) {
        all &= purge(purge);
      }
    } while (all && purges.size() == AT_ONCE);
  }

  private boolean purge(Purge purge) {
    try {
      for (String key : purge.keys()) {
        Future.await(store.delete(ObjectNames.media(key)));
        Future.await(caches.drop(key));
      }
      Future.await(conversation.purged(purge.id()));
      return true;
    } catch (RuntimeException e) {
      LOG.warn("images of the deleted message {} are still there: {}", purge.id(), e.toString());
      return false;
    }
  }

  /** Uploads that are old. */
  void sweep() {
    List<Upload> uploads;
    do {
      uploads = rows.olderThan(patience, AT_ONCE);
      for (Upload upload : uploads) {
        sweep(upload);
      }
    } while (uploads.size() == AT_ONCE);
  }

  private void sweep(Upload upload) {
    boolean orphan = upload.message() == null || (!upload.sent() && !isInItsMessage(upload));
    // First the row: from then on no message can take it.
    if (rows.delete(upload) && orphan) {
      LOG.debug("no message has upload {}", upload.key());
      Future.await(store.delete(ObjectNames.pending(upload.key())));
      Future.await(store.delete(ObjectNames.media(upload.key())));
    }
  }

  /** Whether the log took the message, though who sent it did not live to tell. */
  private boolean isInItsMessage(Upload upload) {
    Instant from = Instant.ofEpochMilli(upload.taken()).minus(patience);
    return Future.await(conversation.hasImage(upload.channel(), upload.key(), from));
  }
}
