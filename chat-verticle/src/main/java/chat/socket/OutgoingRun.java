package chat.socket;

import chat.delivery.FeedEvent;
import chat.websocket.WebSocketConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Events of one channel that came together and go to the same connections: a WebSocket gets all of
 * them in one write. Confined to its event loop.
 */
public final class OutgoingRun implements AutoCloseable {
  /**
   * A connection that is not full takes a whole run, so a run must not be much: half of what may
   * wait for a connection by default. A longer event is a run of its own.
   */
  static final int MOST_BYTES = 32 << 10;

  private final List<FeedEvent> events = new ArrayList<>(1);
  private final List<Outgoing> each = new ArrayList<>(1);
  private int bytes;
  private ByteBuf webSocketFrames;

  private OutgoingRun(FeedEvent first) {
    add(first);
  }

  private void add(FeedEvent event) {
    events.add(event);
    each.add(Outgoing.shared(event.frame()));
    bytes += event.frame().length;
  }

  /** Whether the event may follow those that are there: it changes no members, as they do not. */
  private boolean takes(FeedEvent event) {
    return event.members() == null
        && events.getLast().members() == null
        && bytes + event.frame().length <= MOST_BYTES;
  }

  /**
   * The events in runs: those of one channel in their order, a change of members by itself. Runs of
   * different channels have no order, as their events have none.
   */
  static List<OutgoingRun> of(List<FeedEvent> events) {
    List<OutgoingRun> runs = new ArrayList<>();
    Map<String, OutgoingRun> last = new HashMap<>();
    for (FeedEvent event : events) {
      OutgoingRun run = last.get(event.channel());
      if (run != null && run.takes(event)) {
        run.add(event);
      } else {
        OutgoingRun next = new OutgoingRun(event);
        runs.add(next);
        last.put(event.channel(), next);
      }
    }
    return runs;
  }

  String channel() {
    return events.getFirst().channel();
  }

  /** The last of its events; the only one if it changes members. */
  FeedEvent last() {
    return events.getLast();
  }

  /** The frames one by one. */
  List<Outgoing> each() {
    return each;
  }

  /** Writes all of them; they are encoded once, however many connections they go to. */
  void writeTo(WebSocketConnection socket) {
    if (webSocketFrames == null) {
      webSocketFrames =
          WebSocketConnection.textFrames(
              ByteBufAllocator.DEFAULT, events.stream().map(FeedEvent::frame).toList());
    }
    socket.send(webSocketFrames);
  }

  /** Gives the encodings up; connections that have still to write them keep them until then. */
  @Override
  public void close() {
    each.forEach(Outgoing::close);
    if (webSocketFrames != null) {
      webSocketFrames.release();
      webSocketFrames = null;
    }
  }
}
