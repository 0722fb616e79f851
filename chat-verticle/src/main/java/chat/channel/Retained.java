package chat.channel;

import chat.delivery.FeedEvent;
import chat.protocol.Attachment;
import chat.protocol.Imported;
import chat.protocol.Message;

/**
 * What things take in the heap while something refers to them, in bytes: estimates from above, for
 * a 64-bit JVM with compressed references. A text counts as if each of its characters took two
 * bytes; one in Latin letters takes half of that. {@code RetainedTest} holds them against what is
 * really allocated.
 */
final class Retained {
  /** A channel in memory beside its window of ids, its removals and its messages. */
  static final int CHANNEL = 560;

  /** Somebody who was removed. */
  static final int REMOVAL = 120;

  /** A message beside its text: the record, its ids and its time. */
  private static final int MESSAGE = 560;

  /** An entry of the tail beside its message and its frame. */
  private static final int ENTRY = 240;

  /** A user who is named, once as an item of a list. */
  private static final int USER = 80;

  /** One who is named elsewhere too. */
  private static final int REFERENCE = 8;

  private static final int ATTACHMENT = 200;
  private static final int IMPORTED = 600;

  /** A text beside its characters. */
  private static final int TEXT = 48;

  private Retained() {}

  static long message(Message message) {
    long bytes = MESSAGE + 2L * message.body().length() + ChangedMessages.reactionBytes(message);
    bytes += (long) USER * message.mentions().size();
    if (message.comments() != null) {
      bytes += (long) USER * (1 + message.comments().users().size());
    }
    if (message.attachments() != null) {
      for (Attachment each : message.attachments()) {
        bytes += ATTACHMENT + each.key().length() + each.url().length() + each.type().length();
      }
    }
    return message.imported() == null ? bytes : bytes + imported(message.imported());
  }

  private static long imported(Imported imported) {
    long bytes = IMPORTED + text(imported.author()) + text(imported.key());
    if (imported.reactions() != null) {
      for (Imported.Reaction each : imported.reactions()) {
        bytes += USER + text(each.emoji());
        for (String name : each.names()) {
          bytes += text(name);
        }
      }
    }
    return bytes;
  }

  private static long text(String text) {
    return TEXT + 2L * text.length();
  }

  /** An entry with all that it refers to. */
  static long entry(Tail.Entry entry) {
    FeedEvent event = entry.event();
    long bytes = ENTRY + event.frame().length;
    if (event.members() != null) {
      bytes += 2L * USER * (event.members().added().size() + event.members().removed().size());
    }
    if (entry.message() != null) {
      bytes += message(entry.message());
    }
    if (entry.concern() != null) {
      bytes += concern(entry.concern());
    }
    return bytes;
  }

  private static long concern(Concern concern) {
    long bytes = 2L * USER;
    if (concern.mentions() != null) {
      int named = concern.mentions().added().size() + concern.mentions().removed().size();
      bytes += (long) REFERENCE * named;
    }
    return concern.broadcasts() == null
        ? bytes
        : bytes + (long) REFERENCE * concern.broadcasts().last().size();
  }
}
