package chat.bench.swarm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Many client connections to one server, numbered from 0, on the thread that calls. A connection is
 * a row of some primitive arrays, about 20 bytes; only what was cut off in the middle, in or out,
 * has an array of its own for as long as that lasts.
 *
 * <p>Pings are answered; a frame of closing ends the connection.
 */
public final class Swarm implements AutoCloseable {
  private static final byte FREE = 0;
  private static final byte UPGRADING = 1;
  private static final byte OPEN = 2;
  private static final byte STREAM = 3;

  private static final int LOOPBACK = 127 << 24 | 1;
  private static final int SOURCES_A_BYTE = 250;
  private static final int PONG = 10;
  private static final int MOST_PENDING = 1 << 20;

  private final Kernel kernel = new Kernel();
  private final int port;
  private final int portsEach;
  private final Listener listener;
  private final Frames.Sink sink = this::frame;
  private final int[] fds;
  private final byte[] phases;
  // Null but for connections that are in the middle of something.
  private final byte[][] unread;
  private final byte[][] unsent;
  private byte[] in = new byte[1 << 18];
  private MemorySegment inSegment = MemorySegment.ofArray(in);
  private int open;
  private long pings;

  /** What a swarm tells; called by {@link #turn}, with bytes that are valid during the call. */
  public interface Listener {
    /** The server has accepted the WebSocket. */
    void opened(int connection);

    /** A whole text or binary frame has come. */
    void message(int connection, byte[] bytes, int from, int to);

    /**
     * Bytes of a connection without frames.
     *
     * @return where what was not used begins; it comes again with what follows
     */
    int stream(int connection, byte[] bytes, int from, int to);

    /** The connection has ended, not by {@link #close}. */
    void ended(int connection, String why);
  }

  /**
   * A swarm without connections.
   *
   * @param most numbers of connections are below this
   * @param port of the server, on 127.0.0.1
   * @param portsEach connections that come from one source address (127.0.x.y), since an address
   *     has only some ten thousand ports
   */
  public Swarm(int most, int port, int portsEach, Listener listener) throws IOException {
    this.port = port;
    this.portsEach = portsEach;
    this.listener = listener;
    this.fds = new int[most];
    this.phases = new byte[most];
    this.unread = new byte[most][];
    this.unsent = new byte[most][];
  }

  /** Connections that are open or being opened. */
  public int connections() {
    return open;
  }

  /** Pings that were answered. */
  public long pings() {
    return pings;
  }

  /** Connects and sends the upgrade request. */
  public void open(int connection, byte[] request) {
    begin(connection, request, UPGRADING);
  }

  /** Connects for plain bytes, of which these are the first. */
  public void openStream(int connection, byte[] first) {
    begin(connection, first, STREAM);
  }

  private void begin(int connection, byte[] first, byte phase) {
    if (phases[connection] != FREE) {
      throw new IllegalStateException("connection " + connection + " is open");
    }
    int source = connection / portsEach;
    int fd =
        kernel.connect(
            127 << 24 | (1 + source / SOURCES_A_BYTE) << 8 | (1 + source % SOURCES_A_BYTE),
            LOOPBACK,
            port);
    if (fd < 0) {
      listener.ended(connection, "connect: errno " + -fd);
      return;
    }
    fds[connection] = fd;
    phases[connection] = phase;
    open++;
    // On one machine the connection is mostly there already.
    int sent = kernel.send(fd, MemorySegment.ofArray(first), 0, first.length);
    boolean whole = sent == first.length;
    if (!whole) {
      unsent[connection] = sent > 0 ? Arrays.copyOfRange(first, sent, first.length) : first.clone();
    }
    kernel.watch(fd, whole ? Kernel.IN : Kernel.IN | Kernel.OUT, connection);
  }

  /** Whether the connection has been accepted and has not ended. */
  public boolean isOpen(int connection) {
    return phases[connection] == OPEN || phases[connection] == STREAM;
  }

  /** Whether the server does not take what was sent; more may be refused. */
  public boolean isFull(int connection) {
    return unsent[connection] != null;
  }

  /** Sends bytes, which are whole frames; what the server does not take yet waits. */
  public void send(int connection, byte[] bytes, int from, int to) {
    byte[] waiting = unsent[connection];
    if (waiting != null) {
      if (waiting.length + to - from > MOST_PENDING) {
        fail(connection, "the server does not read");
        return;
      }
      byte[] more = Arrays.copyOf(waiting, waiting.length + to - from);
      System.arraycopy(bytes, from, more, waiting.length, to - from);
      unsent[connection] = more;
      return;
    }
    int sent = kernel.send(fds[connection], MemorySegment.ofArray(bytes), from, to - from);
    if (sent == to - from) {
      return;
    }
    if (sent < 0 && sent != Kernel.AGAIN) {
      fail(connection, "send: errno " + -sent);
      return;
    }
    unsent[connection] = Arrays.copyOfRange(bytes, from + Math.max(0, sent), to);
    kernel.watchAgain(fds[connection], Kernel.IN | Kernel.OUT, connection);
  }

  /** Ends the connection without a word, as when a network is lost; the listener is not told. */
  public void close(int connection) {
    if (phases[connection] != FREE) {
      kernel.reset(fds[connection]);
      phases[connection] = FREE;
      unread[connection] = null;
      unsent[connection] = null;
      open--;
    }
  }

  private void fail(int connection, String why) {
    close(connection);
    listener.ended(connection, why);
  }

  /** Waits for something to happen, at most that long, and tells the listener of it. */
  public void turn(int millis) {
    int events = kernel.await(millis);
    for (int i = 0; i < events; i++) {
      int connection = kernel.number(i);
      if (phases[connection] != FREE && (kernel.happened(i) & Kernel.OUT) != 0) {
        resume(connection);
      }
      if (phases[connection] != FREE && (kernel.happened(i) & ~Kernel.OUT) != 0) {
        receive(connection);
      }
    }
  }

  private void resume(int connection) {
    byte[] waiting = unsent[connection];
    if (waiting != null) {
      unsent[connection] = null;
      send(connection, waiting, 0, waiting.length);
    }
    if (phases[connection] != FREE && unsent[connection] == null) {
      kernel.watchAgain(fds[connection], Kernel.IN, connection);
    }
  }

  private void receive(int connection) {
    byte[] before = unread[connection];
    int kept = before == null ? 0 : before.length;
    if (kept > in.length / 2) {
      in = new byte[in.length * 2];
      inSegment = MemorySegment.ofArray(in);
    }
    int read = kernel.receive(fds[connection], inSegment, kept, in.length - kept);
    if (read <= 0) {
      if (read != Kernel.AGAIN) {
        fail(connection, read == 0 ? "ended by the server" : "receive: errno " + -read);
      }
      return;
    }
    if (kept > 0) {
      System.arraycopy(before, 0, in, 0, kept);
      unread[connection] = null;
    }
    int used = consume(connection, kept + read);
    if (phases[connection] != FREE && used < kept + read) {
      unread[connection] = Arrays.copyOfRange(in, used, kept + read);
    }
  }

  private int consume(int connection, int to) {
    return switch (phases[connection]) {
      case UPGRADING -> upgrade(connection, to);
      case OPEN -> Frames.scan(connection, in, 0, to, sink);
      default -> listener.stream(connection, in, 0, to);
    };
  }

  private int upgrade(int connection, int to) {
    int end = endOfHead(to);
    if (end < 0) {
      return 0;
    }
    String status = new String(in, 0, Math.min(to, 12), ISO_8859_1);
    if (!status.endsWith(" 101")) {
      fail(connection, status);
      return to;
    }
    phases[connection] = OPEN;
    listener.opened(connection);
    return phases[connection] == OPEN ? Frames.scan(connection, in, end, to, sink) : to;
  }

  private int endOfHead(int to) {
    for (int i = 3; i < to; i++) {
      if (in[i] == '\n' && in[i - 1] == '\r' && in[i - 2] == '\n' && in[i - 3] == '\r') {
        return i + 1;
      }
    }
    return -1;
  }

  private void frame(int connection, int opcode, byte[] bytes, int from, int to) {
    if (phases[connection] != OPEN) {
      return; // ended by a frame before this one
    }
    switch (opcode) {
      case Frames.PING -> {
        pings++;
        byte[] pong = Frames.masked(PONG, bytes, from, to);
        send(connection, pong, 0, pong.length);
      }
      case Frames.CLOSE ->
          fail(
              connection,
              to - from < 2
                  ? "closed"
                  : "closed with "
                      + ((bytes[from] & 0xFF) << 8 | (bytes[from + 1] & 0xFF))
                      + " "
                      + new String(bytes, from + 2, to - from - 2, ISO_8859_1));
      case PONG -> {
        // Nothing asks for it.
      }
      default -> listener.message(connection, bytes, from, to);
    }
  }

  /** Ends all connections without a word. */
  @Override
  public void close() {
    for (int i = 0; i < phases.length; i++) {
      close(i);
    }
    kernel.close();
  }
}
