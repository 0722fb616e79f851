package chat.cell;

import com.hazelcast.config.Config;
import io.vertx.core.Completable;
import io.vertx.core.Vertx;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.time.Duration;
import java.util.List;

/** Vert.x's cluster manager on Hazelcast, which also looks again who listens to what. */
public final class CellManager extends HazelcastClusterManager {
  private static final Duration REFRESH_EVERY = Duration.ofSeconds(2);

  private final ListenerRefresh refresh = new ListenerRefresh(super::getRegistrations);
  private volatile RegistrationListener eventBus;

  public CellManager(Config config) {
    super(config);
  }

  @Override
  public void registrationListener(RegistrationListener listener) {
    eventBus = listener;
    super.registrationListener(listener);
  }

  @Override
  public void getRegistrations(String address, Completable<List<RegistrationInfo>> answer) {
    refresh.asked(address);
    super.getRegistrations(address, answer);
  }

  /** To be called once the node is a member. Ends with {@code vertx}. */
  public void keepFresh(Vertx vertx) {
    vertx.setPeriodic(REFRESH_EVERY.toMillis(), timer -> refresh.refresh(eventBus));
  }
}
