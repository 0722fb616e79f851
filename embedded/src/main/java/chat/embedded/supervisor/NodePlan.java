package chat.embedded.supervisor;

import chat.embedded.Backends;
import chat.embedded.process.FreePorts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Name and ports of one node.
 *
 * @param members the cluster ports of all nodes
 */
record NodePlan(String name, int publicPort, int managementPort, int clusterPort, String members) {
  private static final int FIRST_MANAGEMENT_PORT = 9090;
  private static final int FIRST_CLUSTER_PORT = 5701;

  /** Plans for {@code node-1} to {@code node-N}. */
  static List<NodePlan> of(RunOptions options) throws IOException {
    List<Integer> clusterPorts = new ArrayList<>();
    for (int i = 0; i < options.nodes(); i++) {
      clusterPorts.add(FreePorts.from(FIRST_CLUSTER_PORT));
    }
    String members =
        clusterPorts.stream()
            .map(port -> "\"127.0.0.1:" + port + "\"")
            .collect(Collectors.joining(", "));
    List<NodePlan> plans = new ArrayList<>();
    for (int i = 0; i < options.nodes(); i++) {
      plans.add(
          new NodePlan(
              "node-" + (i + 1),
              options.port() + i,
              FreePorts.from(FIRST_MANAGEMENT_PORT),
              clusterPorts.get(i),
              members));
    }
    return plans;
  }

  String configFileName() {
    return name + ".yaml";
  }

  /** The node's configuration, with the keys that it also has in production. */
  String yaml(Backends backends, Path signingKey) {
    return """
        # Written at every start of ./run. Other keys: chat-defaults.yaml in the node's jar.
        node:
          name: %s
          host: 127.0.0.1
          publicPort: %d
          managementPort: %d
          clusterPort: %d
          clusterMembers: [%s]
        kafka:
          bootstrapServers: "%s"
          # One broker gains nothing from more, and each costs it work with every batch.
          partitions: 8
          replicationFactor: 1
          minInsyncReplicas: 1
          requireReplication: false
        mongo:
          uri: "%s"
          database: %s
        mysql:
          endpoints: ["%s:%d"]
          database: %s
          user: %s
          password: "%s"
        redis:
          uri: "%s"
        s3:
          endpoint: "%s"
          region: %s
          bucket: %s
          accessKey: "%s"
          secretKey: "%s"
          # The embedded store has few threads.
          connections: 8
        auth:
          signingKeyFile: "%s"
        limits:
          # On one machine everybody comes from one address.
          signUpsPerAddressHour: 1000000
          logInsPerAddressMinute: 100000
          logInsPerHandleMinute: 1000
          refreshesPerAddressMinute: 100000
          passwordQueue: 2000
        """
        .formatted(
            name,
            publicPort,
            managementPort,
            clusterPort,
            members,
            backends.kafkaBootstrap(),
            backends.mongoUri(),
            backends.mongoDatabase(),
            backends.mysqlHost(),
            backends.mysqlPort(),
            backends.mysqlDatabase(),
            backends.mysqlUser(),
            backends.mysqlPassword(),
            backends.redisUri(),
            backends.s3Endpoint(),
            backends.s3Region(),
            backends.s3Bucket(),
            backends.s3AccessKey(),
            backends.s3SecretKey(),
            escaped(signingKey.toString()));
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
