package chat.bench.baseline;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * A server that only opens WebSockets and writes the same bytes to all of them: {@code netty PORT
 * LOOPS} is bare Netty, {@code vertx PORT LOOPS} Vert.x as it comes. Each client is greeted, as it
 * is by ours: what a first write makes counts. A client's text frame {@code send COUNT BYTES} makes
 * it write so many messages of that size to everybody; {@code GET /direct} answers with the bytes
 * of its direct buffers.
 */
public final class BaselineMain {
  static final String GREETING = "{\"t\":\"hello\"}";

  private BaselineMain() {}

  /** Serves until the process is ended. */
  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[1]);
    int loops = Integer.parseInt(arguments[2]);
    switch (arguments[0]) {
      case "netty" -> BareNetty.serve(port, loops);
      case "vertx" -> StockVertx.serve(port, loops);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    System.out.println("ready");
  }

  static String direct() {
    long bytes =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    return Long.toString(bytes);
  }

  /** An event as ours are, with a text of that many characters. */
  static String event(int bytes) {
    return String.format(
        Locale.ROOT, "{\"t\":\"event\",\"body\":\"%s\"}", "x".repeat(Math.max(0, bytes - 23)));
  }
}
