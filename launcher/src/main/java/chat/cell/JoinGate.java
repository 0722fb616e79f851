package chat.cell;

import chat.cell.Beats.Beat;
import io.vertx.ext.mongo.MongoClient;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Keeps a node from joining its cell while nodes live that it can't reach. One that is started
 * again in the midst of a cut between it and some of the others is taken in by the rest; what it
 * then asks those others stays without an answer for a minute, long after the cut, and until they
 * miss it they do not hear what its channels say.
 */
public final class JoinGate {
  private static final int CONNECT_MILLIS = 1_000;

  /** A node that lives raises its beat twice in that time. */
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final Supplier<Map<UUID, Beat>> beats;
  private final Predicate<String> answers;
  private final Duration betweenLooks;

  /**
   * A gate to pass.
   *
   * @param beats throws {@link IllegalStateException} if nobody can tell
   * @param answers whether something at an address says anything, be it that nobody is there
   */
  JoinGate(Supplier<Map<UUID, Beat>> beats, Predicate<String> answers, Duration betweenLooks) {
    this.beats = beats;
    this.answers = answers;
    this.betweenLooks = betweenLooks;
  }

  /** The gate of the cell whose nodes beat there. */
  public static JoinGate of(MongoClient mongo) {
    Beats beats = new Beats(mongo);
    return new JoinGate(
        () -> beats.read().await(), address -> answers(address, CONNECT_MILLIS), BETWEEN_LOOKS);
  }

  /**
   * Makes sure that no node lives which can't be reached from here. Blocks; may be repeated. While
   * MongoDB does not tell, everybody may pass: {@link CellWatch#requirePlace} judges by numbers.
   *
   * @throws IllegalStateException if there is one
   */
  public void requireWay() {
    Map<UUID, Beat> unreached;
    Map<UUID, Beat> then;
    try {
      unreached = beats.get();
      unreached.values().removeIf(beat -> beat.address().isEmpty() || answers.test(beat.address()));
      if (unreached.isEmpty()) {
        return;
      }
      LockSupport.parkNanos(betweenLooks.toNanos());
      then = beats.get();
    } catch (IllegalStateException e) {
      return;
    }
    Map<UUID, Beat> alive = Beats.moved(unreached, then);
    if (!alive.isEmpty()) {
      String addresses =
          alive.values().stream().map(Beat::address).sorted().collect(Collectors.joining(", "));
      throw new IllegalStateException(
          "the nodes at " + addresses + " are alive and can't be reached");
    }
  }

  /** Whether there is a way to {@code host:port}: that nobody listens there shows it as well. */
  static boolean answers(String address, int withinMillis) {
    int colon = address.lastIndexOf(':');
    String host = address.substring(0, colon);
    int port = Integer.parseInt(address.substring(colon + 1));
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), withinMillis);
      return true;
    } catch (ConnectException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
