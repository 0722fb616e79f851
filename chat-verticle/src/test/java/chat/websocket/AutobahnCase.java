package chat.websocket;

import java.util.List;

/**
 * One case of the Autobahn suite against an echo server.
 *
 * @param number by which the suite names it
 * @param frames that the client sends, the last of them a close frame unless the server must fail
 *     the connection
 * @param chop in how many bytes at a time; {@link #WHOLE} or {@link #FRAMES}
 * @param heard that comes back, in order
 * @param code of the server's close frame
 */
record AutobahnCase(
    String number, List<ClientFrame> frames, int chop, List<Heard> heard, int code) {
  /** All frames in one piece. */
  static final int WHOLE = 0;

  /** Each frame in a piece. */
  static final int FRAMES = -1;

  /** What a client hears: the echo of a message, or a pong. */
  record Heard(int opcode, Payload payload) {
    static Heard text(String text) {
      return new Heard(Opcode.TEXT, Payload.text(text));
    }

    static Heard pong(String text) {
      return new Heard(Opcode.PONG, Payload.text(text));
    }
  }

  int bytes() {
    return frames.stream().mapToInt(frame -> frame.payload().length()).sum();
  }

  @Override
  public String toString() {
    return number;
  }
}
