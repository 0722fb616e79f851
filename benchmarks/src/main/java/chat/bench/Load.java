package chat.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * Sends on a schedule: message i is due at {@code start + i / rate}, whatever became of the ones
 * before it, and its latency counts from then. All work is done on one event loop; the public
 * methods may be called from other threads.
 */
final class Load implements LoadSocket.Listener {
  /** The server's limit of sends without an answer is 1,000 a socket. */
  private static final int MOST_UNDER_WAY = 900;

  private static final int RING = 1 << 15;
  private static final int MOST_A_TURN = 2_000;
  private static final long HIGHEST_MICROS = TimeUnit.MINUTES.toMicros(2);

  private final Vertx vertx;
  private final Context context;
  private final SendFrame frame;
  private final Town town;
  // Held for as long as its sockets are wanted: one that is collected closes them.
  private final NetClient client;
  private final List<LoadSocket> sockets;
  private final long[] dueByRef = new long[RING];
  private Histogram ackMicros = new Histogram(HIGHEST_MICROS, 3);
  private Histogram deliveryMicros = new Histogram(HIGHEST_MICROS, 3);
  private double perNano;
  private long most = Long.MAX_VALUE;
  private long begin;
  private long due;
  private long sent;
  private long acked;
  private long delivered;
  private long refused;
  private int refs;
  private int nextChannel;
  private String failure;

  /**
   * What happened up to a moment.
   *
   * @param due messages that the schedule asked for
   * @param sent of these
   * @param failure why a socket ended, or null
   */
  record Counts(
      long nanos, long due, long sent, long acked, long delivered, long refused, String failure) {

    double seconds(Counts since) {
      return (nanos - since.nanos) / 1e9;
    }

    double ackedPerSecond(Counts since) {
      return (acked - since.acked) / seconds(since);
    }
  }

  /** Latencies since the last {@link #latencies()}. */
  record Latencies(Histogram ackMicros, Histogram deliveryMicros) {}

  private Load(Vertx vertx, Town town, URI node, int bodyLength) throws Exception {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.town = town;
    this.frame = new SendFrame(bodyLength);
    this.client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    this.sockets = town.connect(client, node, this);
  }

  /** Opens the sockets; sends nothing yet. {@code vertx} must have one event loop. */
  static Load open(Vertx vertx, Town town, URI node, int bodyLength) throws Exception {
    Load load = new Load(vertx, town, node, bodyLength);
    vertx.setPeriodic(1, timer -> load.context.runOnContext(turn -> load.turn()));
    return load;
  }

  /** Goes on at that many messages a second; what was due and not sent is forgotten. */
  void rate(double perSecond) throws Exception {
    on(
        () -> {
          perNano = perSecond / 1e9;
          begin = System.nanoTime();
          due = 0;
          sent = 0;
          return null;
        });
  }

  /** Sends that many messages at that rate, and then no more. */
  void sendOnly(long messages, double perSecond) throws Exception {
    on(
        () -> {
          most = messages;
          return null;
        });
    rate(perSecond);
  }

  Counts counts() throws Exception {
    return on(() -> new Counts(System.nanoTime(), due, sent, acked, delivered, refused, failure));
  }

  Latencies latencies() throws Exception {
    return on(
        () -> {
          Latencies taken = new Latencies(ackMicros, deliveryMicros);
          ackMicros = new Histogram(HIGHEST_MICROS, 3);
          deliveryMicros = new Histogram(HIGHEST_MICROS, 3);
          return taken;
        });
  }

  /** Sends without an answer yet. */
  int underWay() throws Exception {
    return on(() -> sockets.stream().mapToInt(socket -> socket.underWay).sum());
  }

  void close() throws Exception {
    on(
        () -> {
          failure = "closed";
          sockets.forEach(LoadSocket::close);
          client.close();
          return null;
        });
  }

  private <T> T on(Supplier<T> action) throws Exception {
    Promise<T> result = Promise.promise();
    context.runOnContext(turn -> result.complete(action.get()));
    Future<T> future = result.future();
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private void turn() {
    if (perNano <= 0 || failure != null) {
      return;
    }
    due = Math.min(most, (long) ((System.nanoTime() - begin) * perNano));
    int channels = town.channels().size();
    int budget = MOST_A_TURN;
    while (sent < due && budget-- > 0) {
      LoadSocket socket = sockets.get(nextChannel % sockets.size());
      if (socket.underWay >= MOST_UNDER_WAY || socket.isFull()) {
        break;
      }
      long dueNanos = begin + (long) (sent / perNano);
      int ref = refs++ & (RING - 1);
      dueByRef[ref] = dueNanos;
      socket.append(frame.next(ref, town.channels().get(nextChannel), dueNanos));
      socket.underWay++;
      sent++;
      nextChannel = (nextChannel + 1) % channels;
    }
    for (LoadSocket socket : sockets) {
      socket.flush();
    }
  }

  @Override
  public void acked(LoadSocket socket, int ref) {
    socket.underWay--;
    acked++;
    ackMicros.recordValue(micros(dueByRef[ref]));
  }

  @Override
  public void delivered(long dueNanos) {
    delivered++;
    deliveryMicros.recordValue(micros(dueNanos));
  }

  private static long micros(long since) {
    return Math.clamp((System.nanoTime() - since) / 1_000, 0, HIGHEST_MICROS);
  }

  @Override
  public void refused(LoadSocket socket, String answer) {
    if (!answer.contains("\"ref\":")) {
      closed(answer); // of the sign-in, not of a send
      return;
    }
    socket.underWay--;
    refused++;
    if (refused == 1) {
      System.out.println("  first refusal: " + answer);
    }
  }

  @Override
  public void closed(String reason) {
    if (failure == null) {
      failure = reason;
    }
  }
}
