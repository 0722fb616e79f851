package chat.launcher;

import chat.auth.AccessTokens;
import chat.cell.CellMember.GroupMember;
import chat.channel.ChannelConfig;
import chat.channel.ChannelVerticle;
import chat.channel.OwnerMemory;
import chat.channel.ReadsVerticle;
import chat.config.Configuration;
import chat.config.KafkaConfig;
import chat.config.LimitsConfig;
import chat.config.NodeConfig;
import chat.config.NodeConfig.Role;
import chat.config.RedisConfig;
import chat.delivery.NodeFeeds;
import chat.http.ClientAddress;
import chat.log.ChannelLog;
import chat.log.OwnerDirectory;
import chat.log.Partitions;
import chat.log.ReadLog;
import chat.presence.NodeLeaseVerticle;
import chat.push.PushVerticle;
import chat.socket.Admission;
import chat.socket.NodePresence;
import chat.socket.SockJsDoor;
import chat.socket.SocketConfig;
import chat.socket.SocketLoop;
import chat.socket.SocketServices;
import chat.socket.Upgrades;
import chat.socket.WebSocketDoor;
import chat.store.Broadcasts;
import chat.store.ReadPositions;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.ext.mongo.MongoClient;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Adds what a node with the role chat has: owners of channels, their events, and sockets. */
record ChatRole(
    Parts parts,
    Configuration configuration,
    NodeConfig config,
    Clock clock,
    KafkaConfig kafka,
    String node,
    MongoClient mongo,
    Partitions partitions,
    OwnerDirectory owners,
    ChannelLog log,
    ReadLog reads,
    AccessTokens tokens,
    MeterRegistry metrics) {
  /** Members of the owners' group on each node; the rest of the processors serves sockets. */
  private static final int MEMBERS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  /**
   * Starts what owns channels, and what stores read positions; blocks. MongoDB must be prepared:
   * who joins the owners' group takes partitions from those who own them now.
   *
   * @param drain gets what owns channels
   * @param lost called when the node can't own channels any more
   */
  void startOwners(Drain drain, Runnable lost) {
    ChannelConfig channel = configuration.section("channel", ChannelConfig.class);
    OwnerMemory memory = OwnerMemory.of(channel);
    for (int i = 0; i < MEMBERS; i++) {
      ChannelVerticle owner =
          new ChannelVerticle(
              node + '.' + i,
              member(config, i),
              kafka,
              channel,
              memory,
              mongo,
              reads,
              metrics,
              lost,
              ChannelVerticle.REVOKED_WITHIN);
      drain.owner(parts.deploy(owner), owner::leave);
    }
    parts.deploy(new ReadsVerticle(config.name(), kafka, new ReadPositions(mongo)));
  }

  /**
   * Starts what sockets need; blocks.
   *
   * @param loops gets the event loops with sockets
   * @return the sockets' routes
   */
  PublicServer.Routes start(List<SocketLoop> loops, Health health) {
    ReadPositions positions = new ReadPositions(mongo);
    NodeFeeds feeds = new NodeFeeds(node, partitions, owners, positions, metrics);
    parts.deploy(feeds);
    parts.deployVirtual(
        new NodeLeaseVerticle(configuration.section("redis", RedisConfig.class), node, metrics));
    health.add("every partition has an owner", feeds::isReady);
    SocketConfig socket = configuration.section("socket", SocketConfig.class);
    LimitsConfig limits = configuration.section("limits", LimitsConfig.class);
    SocketServices services =
        new SocketServices(
            socket,
            clock,
            tokens,
            log,
            reads,
            positions,
            new Broadcasts(mongo),
            feeds,
            new NodePresence(parts.vertx(), node),
            new Admission(socket, metrics),
            new ClientAddress(limits.trustedProxies()),
            metrics);
    SockJsDoor.Conversations conversations = new SockJsDoor.Conversations();
    return (each, router) -> {
      SocketLoop loop = new SocketLoop(each, services);
      loops.add(loop);
      Upgrades upgrades = new Upgrades(loop, services);
      router.route("/ws").handler(new WebSocketDoor(loop, upgrades));
      SockJsDoor.mount(router, loop, upgrades, services.config(), conversations);
      return Future.succeededFuture();
    };
  }

  /** Under which names a node is a member of Kafka's consumer groups. */
  static List<GroupMember> groupMembers(NodeConfig config) {
    List<GroupMember> members = new ArrayList<>();
    if (config.roles().contains(Role.CHAT)) {
      for (int i = 0; i < MEMBERS; i++) {
        members.add(new GroupMember(ChannelVerticle.GROUP, member(config, i)));
      }
      members.add(new GroupMember(ReadsVerticle.GROUP, config.name()));
    }
    if (config.roles().contains(Role.PUSH)) {
      members.add(new GroupMember(PushVerticle.GROUP, config.name()));
    }
    return members;
  }

  private static String member(NodeConfig config, int number) {
    return config.name() + '.' + number;
  }
}
