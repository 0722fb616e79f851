package chat.client;

import chat.protocol.Message;
import chat.protocol.ServerFrame.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Puts one channel's events in order. Takes live events and pages of {@code changes} as they come,
 * repeated, reordered or with gaps, and gives each event once, by {@code seq} ascending.
 *
 * <p>Everything up to {@link #position()} was given or needs not be. A live event right after it is
 * given at once; a later one is held until what lies between has come. Of those held only the
 * {@code maxHeld} lowest are kept; the others are fetched again.
 *
 * <p>Pure state, no clock and no input or output. Not thread-safe.
 */
final class ChannelTimeline {
  private final int maxHeld;
  private final TreeMap<Long, Event> held = new TreeMap<>();
  private long position;
  private long head;
  private boolean doubtful;

  /**
   * A channel of which everything up to {@code position} is known.
   *
   * @param position a {@code rev}, 0 for the beginning
   */
  ChannelTimeline(long position, int maxHeld) {
    this.position = position;
    this.head = position;
    this.maxHeld = maxHeld;
  }

  /** The {@code rev} up to which all is known: what {@code changes} is to be asked from. */
  long position() {
    return position;
  }

  /** Whether something is missing that only {@code changes} can bring. */
  boolean isBehind() {
    return doubtful || position < head;
  }

  /** The server says that the channel stands at {@code rev}. */
  void headIs(long rev) {
    head = Math.max(head, rev);
  }

  /** Events may have been dropped; only a page can tell. */
  void doubt() {
    doubtful = true;
  }

  /** Takes a live event; gives what can be delivered now, ascending. */
  List<Event> offer(Event event) {
    head = Math.max(head, event.seq());
    if (event.seq() > position) {
      held.put(event.seq(), event);
      if (held.size() > maxHeld) {
        held.pollLastEntry();
      }
    }
    return release(new ArrayList<>());
  }

  /** Takes a page of {@code changes} asked from {@link #position()} or earlier. */
  List<Event> merge(Changes page) {
    List<Event> given = new ArrayList<>();
    for (Message message : page.items()) {
      if (message.seq() > position) {
        // Held events below this one are of members: the page has only messages.
        release(given, message.seq());
        if (message.seq() > position) {
          given.add(Event.of(message));
          position = message.seq();
        }
      }
    }
    release(given, page.rev() + 1);
    position = Math.max(position, page.rev());
    head = Math.max(head, position);
    doubtful = doubtful && page.more();
    return release(given);
  }

  /** Gives what is held below {@code end}, whether contiguous or not. */
  private void release(List<Event> given, long end) {
    while (!held.isEmpty() && held.firstKey() < end) {
      give(given, held.pollFirstEntry().getValue());
    }
  }

  /** Gives what is held right after the position. */
  private List<Event> release(List<Event> given) {
    while (!held.isEmpty() && held.firstKey() <= position + 1) {
      give(given, held.pollFirstEntry().getValue());
    }
    return given;
  }

  private void give(List<Event> given, Event event) {
    if (event.seq() > position) {
      given.add(event);
      position = event.seq();
    }
  }
}
