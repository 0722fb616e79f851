package chat.socket;

/**
 * The wire under a session, whichever door it came through. Confined to its event loop. A call may
 * not call back into the {@link SocketLoop} before it returns.
 */
public interface Connection {
  /** Writes one frame; never blocks and never fails: after the end it does nothing. */
  void send(Outgoing frame);

  /** Writes frames of one channel, in their order, as {@link #send} does. */
  default void sendAll(OutgoingRun frames) {
    frames.each().forEach(this::send);
  }

  /** Whether so much is waiting to be written that events should not be added. */
  boolean isFull();

  /** Begins to close; {@link SocketLoop#closed} follows when it is over, if it has not yet. */
  void close(CloseCode why);

  /** The client has signed in: frames may be as large as {@link chat.protocol.Limits} says. */
  default void signedIn() {}
}
