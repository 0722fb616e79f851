package chat.cell;

import com.hazelcast.config.Config;
import io.vertx.core.Completable;
import io.vertx.core.Vertx;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Vert.x's cluster manager on Hazelcast, which first makes sure that the node may join, and also
 * looks again who listens to what.
 */
public final class CellManager extends HazelcastClusterManager {
  private static final Duration REFRESH_EVERY = Duration.ofSeconds(2);

  private final ListenerRefresh refresh = new ListenerRefresh(super::getRegistrations);
  private final Consumer<Vertx> mayJoin;
  private volatile Vertx vertx;
  private volatile RegistrationListener eventBus;

  /**
   * A manager for one node.
   *
   * @param mayJoin returns once the node may join, or throws; may block, and may use nothing that
   *     is clustered
   */
  public CellManager(Config config, Consumer<Vertx> mayJoin) {
    super(config);
    this.mayJoin = mayJoin;
  }

  @Override
  public void init(Vertx own) {
    vertx = own;
    super.init(own);
  }

  @Override
  public void join(Completable<Void> joined) {
    Thread.ofVirtual()
        .name("join")
        .start(
            () -> {
              try {
                mayJoin.accept(vertx);
              } catch (RuntimeException e) {
                joined.fail(e);
                return;
              }
              super.join(joined);
            });
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
