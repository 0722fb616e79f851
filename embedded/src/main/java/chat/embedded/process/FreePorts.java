package chat.embedded.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of 127.0.0.1 that nobody listens on. They lie below the range from which the kernel takes
 * the local ports of outgoing connections, so that such a connection cannot take one between the
 * choice and its use. No port is given twice: not by one process, and not by several of one user
 * side by side, since each has a range of its own until it ends. Thread-safe.
 */
public final class FreePorts {
  private static final int FIRST = 15_000;
  private static final int LAST = 32_000;
  private static final int RANGE = 500;
  private static final int ATTEMPTS = 1_000;
  private static final Set<Integer> GIVEN = new HashSet<>();

  /** What only this process chooses from; the locks last as long as it does. */
  private static final List<Range> RANGES = new ArrayList<>();

  private record Range(int first, FileLock lock) {
    List<Integer> shuffled() {
      List<Integer> ports = new ArrayList<>(RANGE);
      for (int port = first; port < first + RANGE; port++) {
        ports.add(port);
      }
      Collections.shuffle(ports, ThreadLocalRandom.current());
      return ports;
    }
  }

  private FreePorts() {}

  /** A free port, chosen at random. */
  public static synchronized int next() throws IOException {
    for (Range range : RANGES) {
      int port = choose(range);
      if (port > 0) {
        return port;
      }
    }
    List<Integer> starts = new ArrayList<>();
    for (int first = FIRST; first + RANGE <= LAST; first += RANGE) {
      starts.add(first);
    }
    Collections.shuffle(starts, ThreadLocalRandom.current());
    for (int first : starts) {
      int port = hold(first) ? choose(RANGES.getLast()) : 0;
      if (port > 0) {
        return port;
      }
    }
    throw new IOException("no free port between " + FIRST + " and " + LAST);
  }

  private static int choose(Range range) {
    for (int port : range.shuffled()) {
      if (!GIVEN.contains(port) && isFree(port)) {
        GIVEN.add(port);
        return port;
      }
    }
    return 0;
  }

  /** Whether that range was free and is now of this process. */
  private static boolean hold(int first) throws IOException {
    if (RANGES.stream().anyMatch(range -> range.first() == first)) {
      return false;
    }
    Path folder =
        Files.createDirectories(
            Path.of(
                System.getProperty("java.io.tmpdir"),
                "chat-ports-" + System.getProperty("user.name")));
    FileChannel channel =
        FileChannel.open(
            folder.resolve(first + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      return false;
    }
    RANGES.add(new Range(first, lock));
    return true;
  }

  /** The first free port from {@code first} up. */
  public static synchronized int from(int first) throws IOException {
    for (int port = first; port < Math.min(first + ATTEMPTS, 65_536); port++) {
      if (!GIVEN.contains(port) && isFree(port)) {
        GIVEN.add(port);
        return port;
      }
    }
    throw new IOException("no free port from " + first + " up");
  }

  /** Whether nothing listens on the port, on 127.0.0.1 or on all addresses. */
  public static boolean isFree(int port) {
    return canBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        && canBind(new InetSocketAddress(port));
  }

  private static boolean canBind(InetSocketAddress address) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(address);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
