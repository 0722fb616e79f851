package chat.cell;

import chat.cell.CellMember.GroupMember;
import chat.config.KafkaConfig;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the static members of dead nodes out of Kafka's consumer groups, so that the rest gets
 * their partitions at once instead of after the session time-out. Blocks; thread-safe.
 */
final class DeadGroupMembers {
  private static final Logger LOG = LoggerFactory.getLogger(DeadGroupMembers.class);

  /** Until then Kafka has noticed by itself. */
  private static final Duration TRY_FOR = Duration.ofSeconds(10);

  private static final Duration BETWEEN = Duration.ofMillis(200);
  private static final long CALL_MILLIS = 2_000;

  private final KafkaConfig kafka;

  DeadGroupMembers(KafkaConfig kafka) {
    this.kafka = kafka;
  }

  /** Removes them; what has gone already is as good. Gives up after 10 s. */
  void remove(Collection<GroupMember> members) {
    Map<String, List<MemberToRemove>> byGroup =
        members.stream()
            .collect(
                Collectors.groupingBy(
                    GroupMember::group,
                    Collectors.mapping(
                        each -> new MemberToRemove(each.instance()), Collectors.toList())));
    Map<String, Object> settings =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers(),
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) CALL_MILLIS,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) CALL_MILLIS);
    try (Admin admin = Admin.create(settings)) {
      byGroup.forEach((group, gone) -> remove(admin, group, gone));
    }
  }

  private static void remove(Admin admin, String group, List<MemberToRemove> gone) {
    long deadline = System.nanoTime() + TRY_FOR.toNanos();
    while (!tryRemove(admin, group, gone) && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(BETWEEN.toNanos());
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
    }
  }

  private static boolean tryRemove(Admin admin, String group, List<MemberToRemove> gone) {
    try {
      var result =
          admin.removeMembersFromConsumerGroup(
              group, new RemoveMembersFromConsumerGroupOptions(gone));
      for (MemberToRemove each : gone) {
        try {
          result.memberResult(each).get(CALL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
          if (!(e.getCause() instanceof UnknownMemberIdException)) {
            throw e;
          }
        }
      }
      LOG.info("{} of {} are taken over from", gone.size(), group);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("members of {} stay for now: {}", group, e.toString());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
