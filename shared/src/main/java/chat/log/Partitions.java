package chat.log;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.apache.kafka.common.utils.Utils;

/**
 * Which partition of {@code chat.log} a channel lives in: what Kafka's own partitioner computes.
 */
public record Partitions(int count) {
  public Partitions {
    if (count < 1) {
      throw new IllegalArgumentException("a log has at least one partition");
    }
  }

  /** The partition of {@code channel}, from 0. */
  public int of(String channel) {
    return Utils.toPositive(Utils.murmur2(channel.getBytes(US_ASCII))) % count;
  }
}
