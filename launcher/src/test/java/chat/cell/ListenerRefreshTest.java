package chat.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Completable;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ListenerRefreshTest {
  private static final String ADDRESS = "channel.owners";

  private final List<String> read = new ArrayList<>();
  private final List<Completable<List<RegistrationInfo>>> open = new ArrayList<>();
  private final EventBus eventBus = new EventBus();
  private final ListenerRefresh refresh =
      new ListenerRefresh(
          (address, answer) -> {
            read.add(address);
            open.add(answer);
          });

  private static final class EventBus implements RegistrationListener {
    final Set<String> kept = new HashSet<>(Set.of(ADDRESS));
    List<String> nodes = List.of();

    @Override
    public void registrationsUpdated(RegistrationUpdateEvent update) {
      nodes = update.registrations().stream().map(RegistrationInfo::nodeId).toList();
    }

    @Override
    public boolean wantsUpdatesFor(String address) {
      return kept.contains(address);
    }
  }

  private void answer(String... nodes) {
    open.removeFirst()
        .succeed(
            List.of(nodes).stream().map(node -> new RegistrationInfo(node, 1, false)).toList());
  }

  @Test
  void aListenerOfWhichNobodyToldIsFoundByReadingAgain() {
    refresh.asked(ADDRESS);
    refresh.refresh(eventBus);
    answer("node-1");
    assertThat(eventBus.nodes).containsExactly("node-1");

    refresh.refresh(eventBus);
    answer("node-1", "node-3");

    assertThat(eventBus.nodes).containsExactly("node-1", "node-3");
  }

  @Test
  void aReadingThatFailsChangesNothingAndIsRepeated() {
    refresh.asked(ADDRESS);
    refresh.refresh(eventBus);
    answer("node-1");
    refresh.refresh(eventBus);
    open.removeFirst().fail("no member answers");
    assertThat(eventBus.nodes).containsExactly("node-1");

    refresh.refresh(eventBus);
    answer("node-2");

    assertThat(eventBus.nodes).containsExactly("node-2");
  }

  @Test
  void oneReadingIsUnderWayAtATime() {
    eventBus.kept.add("another");
    refresh.asked(ADDRESS);
    refresh.asked("another");

    refresh.refresh(eventBus);
    refresh.refresh(eventBus);
    assertThat(read).hasSize(1);
    answer("node-1");
    assertThat(read).containsExactlyInAnyOrder(ADDRESS, "another");

    answer("node-1");
    refresh.refresh(eventBus);
    assertThat(read).as("the next round").hasSize(3);
  }

  @Test
  void whatTheEventBusDoesNotKeepIsNotReadAgain() {
    refresh.asked(ADDRESS);
    eventBus.kept.clear();

    refresh.refresh(eventBus);
    eventBus.kept.add(ADDRESS);
    refresh.refresh(eventBus);

    assertThat(read).isEmpty();
  }
}
