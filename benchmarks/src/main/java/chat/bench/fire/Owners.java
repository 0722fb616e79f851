package chat.bench.fire;

import chat.log.Partitions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.TopicPartition;

/** Which node orders a channel, as Kafka's consumer group has it. */
final class Owners implements AutoCloseable {
  private static final String GROUP = "chat-channels";
  private static final long WITHIN_SECONDS = 10;

  private final Admin admin;
  private final Partitions partitions;

  Owners(String bootstrap, int partitions) {
    this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap));
    this.partitions = new Partitions(partitions);
  }

  /**
   * The number of the node, from 0.
   *
   * @throws IOException if nobody owns it just now
   */
  int of(String channel) throws IOException {
    try {
      return admin
          .describeConsumerGroups(List.of(GROUP))
          .describedGroups()
          .get(GROUP)
          .get(WITHIN_SECONDS, TimeUnit.SECONDS)
          .members()
          .stream()
          .filter(member -> owns(member, partitions.of(channel)))
          .findFirst()
          .flatMap(MemberDescription::groupInstanceId)
          .map(Owners::node)
          .orElseThrow(() -> new IOException("no node owns " + channel));
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("Kafka does not tell who owns " + channel, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static boolean owns(MemberDescription member, int partition) {
    return member.assignment().topicPartitions().stream()
        .map(TopicPartition::partition)
        .anyMatch(each -> each == partition);
  }

  /** The members of {@code node-2} are {@code node-2.0} and so on. */
  private static int node(String member) {
    return Integer.parseInt(member.substring(member.indexOf('-') + 1, member.indexOf('.'))) - 1;
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
  }
}
