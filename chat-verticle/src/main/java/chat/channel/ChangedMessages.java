package chat.channel;

import chat.protocol.Message;
import chat.protocol.Reaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The messages of a channel that changed and that the store may still have in an earlier state,
 * each in its newest one: the redo list that goes into every summary. A change leaves it once the
 * store has it, which is not tried before a durable summary includes it (decision 0090).
 *
 * <p>Not thread-safe.
 */
final class ChangedMessages {
  private static final int OVERHEAD = 500;
  private static final int USER = 30;

  private final Map<Long, Message> bySeq = new LinkedHashMap<>();
  private long bytes;

  /** A message has changed to this state. */
  void put(Message message) {
    Message before = bySeq.put(message.seq(), message);
    bytes += size(message) - (before == null ? 0 : size(before));
  }

  /** The message at that place if it is here, else {@code null}. */
  Message get(long seq) {
    return bySeq.get(seq);
  }

  /** The store has the message in this state or a later one. */
  void stored(Message message) {
    Message newest = bySeq.get(message.seq());
    if (newest != null && newest.rev() <= message.rev()) {
      bySeq.remove(message.seq());
      bytes -= size(newest);
    }
  }

  boolean isEmpty() {
    return bySeq.isEmpty();
  }

  int size() {
    return bySeq.size();
  }

  /** About what they take, in memory as in a summary. */
  long bytes() {
    return bytes;
  }

  /** All of them as of now. */
  List<Message> all() {
    return new ArrayList<>(bySeq.values());
  }

  /** About what one message takes. */
  static long size(Message message) {
    return OVERHEAD + 3L * message.body().length() + reactionBytes(message);
  }

  /** About what its reactions take. */
  static long reactionBytes(Message message) {
    long bytes = 0;
    if (message.reactions() != null) {
      for (Reaction reaction : message.reactions()) {
        bytes += (long) USER * (reaction.count() + 2);
      }
    }
    return bytes;
  }
}
