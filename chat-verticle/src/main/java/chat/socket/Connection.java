package chat.socket;

/** The wire under a session, whichever door it came through. Confined to its event loop. */
interface Connection {
  /** Writes one frame; never blocks and never fails: after the end it does nothing. */
  void send(String frame);

  /** Whether so much is waiting to be written that events should not be added. */
  boolean isFull();

  void close(CloseCode why);
}
