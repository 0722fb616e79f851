package chat.websocket;

/** Where a connection is between its handshake and its end. */
enum State {
  OPEN,
  /** A ping is under way. */
  PINGED,
  /** Full: nothing is read. */
  STALLED,
  /** This side has sent its close frame; the peer's is to come. */
  CLOSING,
  /** All is said. What comes is thrown away until the channel is closed. */
  ENDING,
  CLOSED
}
