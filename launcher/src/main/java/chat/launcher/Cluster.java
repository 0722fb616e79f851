package chat.launcher;

import chat.config.NodeConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.concurrent.TimeUnit;

/** Joins the cell: Hazelcast by a list of members, and the event bus over it. */
final class Cluster {
  private Cluster() {}

  /** Joins; blocks until the node is a member. */
  static Vertx join(NodeConfig node, VertxOptions options, VertxMetricsFactory metrics) {
    EventBusOptions bus = new EventBusOptions().setHost(node.host());
    return Vertx.builder()
        .with(options.setEventBusOptions(bus))
        .withMetrics(metrics)
        .withClusterManager(new HazelcastClusterManager(hazelcast(node)))
        .buildClustered()
        .await();
  }

  private static Config hazelcast(NodeConfig node) {
    // Vert.x's own maps and their settings are in its default configuration.
    Config config = ConfigUtil.loadConfig();
    config.setClusterName("chat");
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.shutdownhook.enabled", "false");
    // Members are listed, so there is nothing to wait for before the first one forms the cell.
    config.setProperty("hazelcast.wait.seconds.before.join", "0");
    config.setProperty("hazelcast.socket.bind.any", "false");
    // A killed node is noticed by its sockets; a silent one within 5 s.
    config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
    config.setProperty("hazelcast.max.no.heartbeat.seconds", "5");
    config.setProperty("hazelcast.operation.thread.count", "2");
    config.setProperty("hazelcast.io.thread.count", "1");
    config.getJetConfig().setEnabled(false);
    config
        .getNetworkConfig()
        .setPort(node.clusterPort())
        .setPortAutoIncrement(false)
        .setPublicAddress(node.host() + ':' + node.clusterPort())
        .getInterfaces()
        .setEnabled(true)
        .addInterface(node.host());
    JoinConfig join = config.getNetworkConfig().getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true).setConnectionTimeoutSeconds(2);
    node.clusterMembers().forEach(join.getTcpIpConfig()::addMember);
    return config;
  }

  /**
   * The defaults, but an event loop that is blocked for half a second is reported, and sockets are
   * those of Linux itself where it can be: they take less memory.
   */
  static VertxOptions options() {
    return new VertxOptions()
        .setPreferNativeTransport(true)
        .setMaxEventLoopExecuteTime(500)
        .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS);
  }
}
