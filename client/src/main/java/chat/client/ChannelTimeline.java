package chat.client;

import chat.protocol.EventKind;
import chat.protocol.Message;
import chat.protocol.ServerFrame.Event;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;

/**
 * Puts one channel's events in order. Takes live events and pages of {@code changes} as they come,
 * repeated, reordered or with gaps, and gives each event once, by {@code seq} ascending.
 *
 * <p>A page holds the newest state of each message that changed, at the place of its last change.
 * One that was not given before is given as a message, another as {@link #CHANGED}; so after an
 * absence a message that changed meanwhile can come after later ones, and its {@code seq} tells its
 * place.
 *
 * <p>Everything up to {@link #position()} was given or needs not be. A live event right after it is
 * given at once; a later one is held until what lies between has come. Of those held only the
 * {@code maxHeld} lowest are kept; the others are fetched again.
 *
 * <p>Pure state, no clock and no input or output. Not thread-safe.
 */
final class ChannelTimeline {
  /** What a page tells of a message that was given before: its new state, without what happened. */
  static final String CHANGED = "changed";

  private final int maxHeld;
  private final TreeMap<Long, Event> held = new TreeMap<>();
  private long position;
  private long head;
  private boolean doubtful;

  /** Messages up to here were given; of those after it the ones in {@code given}. */
  private long base;

  private final BitSet given = new BitSet();

  /**
   * A channel of which everything up to {@code position} is known.
   *
   * @param position a {@code rev}, 0 for the beginning
   */
  ChannelTimeline(long position, int maxHeld) {
    this.position = position;
    this.head = position;
    this.base = position;
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
    List<Event> events = release(new ArrayList<>());
    if (!isBehind()) {
      base = position;
      given.clear();
    }
    return events;
  }

  /** Takes a page of {@code changes} asked from {@link #position()} or earlier. */
  List<Event> merge(Changes page) {
    List<Event> events = new ArrayList<>();
    for (Message message : page.items()) {
      if (message.rev() > position) {
        // Events are held that the page's states do not tell of, such as those of members.
        release(events, message.rev());
        if (message.rev() > position) {
          give(events, event(message));
        }
      }
    }
    release(events, page.rev() + 1);
    position = Math.max(position, page.rev());
    head = Math.max(head, position);
    doubtful = doubtful && page.more();
    release(events);
    if (!isBehind()) {
      base = position;
      given.clear();
    }
    return events;
  }

  private Event event(Message message) {
    return new Event(
        message.channel(),
        message.rev(),
        message.n(),
        message.rev(),
        isGiven(message) ? CHANGED : EventKind.MESSAGE,
        message,
        null,
        null,
        null,
        null,
        null,
        message.time());
  }

  private boolean isGiven(Message message) {
    return message.seq() <= base || given.get((int) (message.seq() - base));
  }

  /** Gives what is held below {@code end}, whether contiguous or not. */
  private void release(List<Event> events, long end) {
    while (!held.isEmpty() && held.firstKey() < end) {
      give(events, held.pollFirstEntry().getValue());
    }
  }

  /** Gives what is held right after the position. */
  private List<Event> release(List<Event> events) {
    while (!held.isEmpty() && held.firstKey() <= position + 1) {
      give(events, held.pollFirstEntry().getValue());
    }
    return events;
  }

  private void give(List<Event> events, Event event) {
    if (event.seq() > position) {
      events.add(event);
      position = event.seq();
      if (event.message() != null && !isGiven(event.message())) {
        given.set((int) (event.message().seq() - base));
      }
    }
  }
}
