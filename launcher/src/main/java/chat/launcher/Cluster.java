package chat.launcher;

import chat.cell.CellManager;
import chat.cell.CellMember;
import chat.cell.CellMember.GroupMember;
import chat.config.NodeConfig;
import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Joins the cell: Hazelcast by a list of members, and the event bus over it. */
final class Cluster {
  private Cluster() {}

  /** A member of the cell: its event bus, and who else is there. */
  record Joined(Vertx vertx, HazelcastInstance hazelcast) {}

  /**
   * Joins; blocks until the node is a member.
   *
   * @param groupMembers told to the others, which take over from them
   * @param mayJoin see {@link CellManager}
   */
  static Joined join(
      NodeConfig node,
      List<GroupMember> groupMembers,
      VertxOptions options,
      VertxMetricsFactory metrics,
      Consumer<Vertx> mayJoin) {
    EventBusOptions bus = new EventBusOptions().setHost(node.host());
    CellManager manager = new CellManager(hazelcast(node, groupMembers), mayJoin);
    Vertx vertx =
        Vertx.builder()
            .with(options.setEventBusOptions(bus))
            .withMetrics(metrics)
            .withClusterManager(manager)
            .buildClustered()
            .await();
    manager.keepFresh(vertx);
    return new Joined(vertx, manager.getHazelcastInstance());
  }

  private static Config hazelcast(NodeConfig node, List<GroupMember> groupMembers) {
    // Read once, when Hazelcast's classes are loaded.
    System.setProperty("com.hazelcast.clock.offset", node.clockOffsetSeconds() * 1_000L + "");
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
    // Where two nodes lose each other but not a third, it leaves out as few as possible.
    config.setProperty("hazelcast.partial.member.disconnection.resolution.heartbeat.count", "3");
    // After a split the sides find each other again soon; the smaller one starts anew.
    config.setProperty("hazelcast.merge.first.run.delay.seconds", "5");
    config.setProperty("hazelcast.merge.next.run.delay.seconds", "5");
    CellMember.describe(config.getMemberAttributeConfig(), node.name(), groupMembers);
    config.getJetConfig().setEnabled(false);
    // Not the simple network configuration: with it a connection to a node that does not answer has
    // the thread that writes to all nodes turn in circles (decision 65).
    AdvancedNetworkConfig network = config.getAdvancedNetworkConfig().setEnabled(true);
    ServerSocketEndpointConfig members =
        new ServerSocketEndpointConfig()
            .setPort(node.clusterPort())
            .setPortAutoIncrement(false)
            .setPublicAddress(node.host() + ':' + node.clusterPort());
    members.getInterfaces().setEnabled(true).addInterface(node.host());
    network.setMemberEndpointConfig(members);
    JoinConfig join = network.getJoin();
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
