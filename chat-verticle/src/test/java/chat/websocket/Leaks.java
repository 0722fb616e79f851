package chat.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What Netty's leak detector reports. It must be on; one test at a time. */
final class Leaks {
  private static final String CANARY = "lost on purpose";
  private static final int MOST_ROUNDS = 200;
  private static final ListAppender<ILoggingEvent> REPORTS = new ListAppender<>();

  private Leaks() {}

  static void watch() {
    REPORTS.list.clear();
    REPORTS.start();
    logger().addAppender(REPORTS);
    logger().setAdditive(false);
  }

  /**
   * Fails if a buffer was lost since {@link #watch}. One more is lost on purpose: once that is
   * reported, everything lost before it has been too.
   */
  static void none() {
    loseOne();
    for (int round = 0; round < MOST_ROUNDS && reports(true).isEmpty(); round++) {
      System.gc();
      PooledByteBufAllocator.DEFAULT.directBuffer(16).release();
    }
    logger().detachAppender(REPORTS);
    logger().setAdditive(true);
    assertThat(reports(true)).as("reports of the buffer lost on purpose").isNotEmpty();
    assertThat(reports(false)).as("reports of lost buffers").isEmpty();
  }

  private static void loseOne() {
    ByteBuf lost = PooledByteBufAllocator.DEFAULT.directBuffer(16);
    lost.touch(CANARY);
  }

  private static List<String> reports(boolean canary) {
    return List.copyOf(REPORTS.list).stream()
        .map(ILoggingEvent::getFormattedMessage)
        .filter(report -> report.contains(CANARY) == canary)
        .toList();
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
  }
}
