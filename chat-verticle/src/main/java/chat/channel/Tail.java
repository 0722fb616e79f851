package chat.channel;

import chat.delivery.FeedEvent;
import chat.protocol.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;

/**
 * The end of a partition in memory: the events that are decided but not yet stored, and before them
 * a bounded number of those stored last, for nodes that missed a batch.
 *
 * <p>Not thread-safe.
 */
final class Tail {
  private static final int RECENT_EVENTS = 512;
  private static final long RECENT_BYTES = 512 << 10;

  private final Queue<Entry> recent = new ArrayDeque<>();
  private final Deque<Entry> unstored = new ArrayDeque<>();
  private long recentBytes;
  private long unstoredBytes;

  /** Entries are counted: channels that had to wait come late, out of the order of offsets. */
  private long added;

  /** From this offset on the tail has every event. */
  private long begin;

  /**
   * An event at its place.
   *
   * @param message the message to store, or {@code null} if the event stores none
   * @param concern what is to be stored of whom it concerns, or {@code null}
   */
  record Entry(FeedEvent event, Message message, Concern concern, long offset) {
    /** An entry that concerns nobody else. */
    Entry(FeedEvent event, Message message, long offset) {
      this(event, message, null, offset);
    }

    /** About what storing it sends. */
    int bytes() {
      return event.frame().length + 200;
    }

    /** The same once its message is stored. */
    private Entry withoutMessage() {
      return new Entry(event, null, null, offset);
    }
  }

  /** What of a channel came after a mark; not {@code complete} if the tail begins later. */
  record Missed(List<FeedEvent> events, boolean complete) {}

  /** An empty tail that will have every event from {@code begin} on. */
  Tail(long begin) {
    this.begin = begin;
  }

  void add(Entry entry) {
    unstored.add(entry);
    unstoredBytes += Retained.entry(entry);
    added++;
  }

  /** How many entries were ever added. */
  long added() {
    return added;
  }

  /** Whether the first {@code count} entries are stored. */
  boolean hasStored(long count) {
    return added - unstored.size() >= count;
  }

  int unstoredCount() {
    return unstored.size();
  }

  /** About what those that are not stored take in memory, with their messages. */
  long unstoredBytes() {
    return unstoredBytes;
  }

  /** The oldest entries that are not stored, at most so many, and at least one if there is any. */
  List<Entry> oldestUnstored(int maxCount, long maxBytes) {
    List<Entry> oldest = new ArrayList<>();
    long bytes = 0;
    for (Entry entry : unstored) {
      bytes += entry.bytes();
      if (!oldest.isEmpty() && (oldest.size() >= maxCount || bytes > maxBytes)) {
        break;
      }
      oldest.add(entry);
    }
    return oldest;
  }

  /** The oldest {@code count} entries that were not stored are now. */
  void stored(int count) {
    for (int i = 0; i < count; i++) {
      Entry entry = unstored.remove();
      unstoredBytes -= Retained.entry(entry);
      Entry event = entry.withoutMessage();
      recent.add(event);
      recentBytes += Retained.entry(event);
    }
    while (recent.size() > RECENT_EVENTS || recentBytes > RECENT_BYTES) {
      Entry dropped = recent.poll();
      recentBytes -= Retained.entry(dropped);
      begin = Math.max(begin, dropped.offset() + 1);
    }
  }

  /** The messages of {@code channel} that are not stored, ascending. */
  List<Message> unstoredMessages(String channel) {
    List<Message> messages = new ArrayList<>();
    for (Entry entry : unstored) {
      if (entry.message() != null && entry.event().channel().equals(channel)) {
        messages.add(entry.message());
      }
    }
    return messages;
  }

  /** The message at that place as it was posted, if it is not stored; else {@code null}. */
  Message unstored(String channel, long seq) {
    for (Iterator<Entry> newest = unstored.descendingIterator(); newest.hasNext(); ) {
      Message message = newest.next().message();
      if (message != null && message.seq() == seq && message.channel().equals(channel)) {
        return message;
      }
    }
    return null;
  }

  /** The last {@code seq} of {@code channel} that is stored, given its head. */
  long storedSeq(String channel, long head) {
    for (Entry entry : unstored) {
      if (entry.event().channel().equals(channel)) {
        return entry.event().seq() - 1;
      }
    }
    return head;
  }

  /** The events of {@code channel} after {@code seq}, of which {@code head} is the last. */
  Missed missed(String channel, long seq, long head) {
    List<FeedEvent> events = new ArrayList<>();
    for (Queue<Entry> part : List.of(recent, unstored)) {
      for (Entry entry : part) {
        if (entry.event().channel().equals(channel) && entry.event().seq() > seq) {
          events.add(entry.event());
        }
      }
    }
    boolean complete = events.isEmpty() ? seq >= head : events.getFirst().seq() == seq + 1;
    return complete ? new Missed(events, true) : new Missed(List.of(), false);
  }

  /** The changes of members after {@code offset}. */
  List<FeedEvent> memberChangesAfter(long offset) {
    List<FeedEvent> changes = new ArrayList<>();
    for (Queue<Entry> part : List.of(recent, unstored)) {
      for (Entry entry : part) {
        if (entry.event().members() != null && entry.offset() > offset) {
          changes.add(entry.event());
        }
      }
    }
    return changes;
  }

  /** Whether the tail has every event after {@code offset}. */
  boolean reachesBackTo(long offset) {
    return begin <= offset + 1;
  }
}
