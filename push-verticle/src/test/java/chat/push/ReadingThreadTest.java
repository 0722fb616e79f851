package chat.push;

import static chat.push.TestPush.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Its consumers are real; nobody is there whom they could connect to. */
@Timeout(60)
class ReadingThreadTest {
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Set<KafkaConsumer<byte[], byte[]>> consumers = ConcurrentHashMap.newKeySet();

  private ReadingThread start(Consumer<KafkaConsumer<byte[], byte[]>> read) {
    Map<String, Object> settings = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:1");
    Consumer<KafkaConsumer<byte[], byte[]>> noted =
        consumer -> {
          consumers.add(consumer);
          read.accept(consumer);
        };
    ReadingThread thread = new ReadingThread("test", settings, noted, metrics);
    thread.start();
    return thread;
  }

  private double failures() {
    return metrics.get("chat_push_reading_failures").counter().count();
  }

  private double reading() {
    return metrics.get("chat_push_reading").gauge().value();
  }

  @Test
  void whatEndsUnexpectedlyBeginsAnewWithAnotherConsumer() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (ReadingThread thread =
        start(
            consumer -> {
              switch (consumers.size()) {
                case 1 -> throw new IllegalStateException("a test");
                case 2 -> throw new StackOverflowError("a test");
                default -> await(end);
              }
            })) {
      until("the third", () -> consumers.size() == 3 && reading() == 1);
      assertThat(failures()).isEqualTo(2);
      end.countDown();
      thread.close();
      assertThat(thread.isAlive()).isFalse();
      assertThat(reading()).isZero();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whoseNameIsTakenStaysAwayAndThatIsSeen() throws Exception {
    try (ReadingThread thread =
        start(
            consumer -> {
              throw new FencedInstanceIdException("a test");
            })) {
      until("it has ended", () -> !thread.isAlive());

      assertThat(consumers).hasSize(1);
      assertThat(reading()).isZero();
      assertThat(failures()).isEqualTo(1);
    }
  }

  @Test
  void whoWaitsToBeginAnewCanBeClosed() throws Exception {
    try (ReadingThread thread =
        start(
            consumer -> {
              throw new IllegalStateException("a test");
            })) {
      until("it has failed", () -> failures() >= 1);

      thread.close();
      assertThat(thread.isAlive()).isFalse();
    }
  }
}
