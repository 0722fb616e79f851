package chat.system;

import static org.assertj.core.api.Assertions.assertThat;

import chat.client.ChatConnection;
import chat.cluster.Cluster;
import chat.cluster.ClusterOptions;
import chat.embedded.EmbeddedBackends;
import chat.embedded.process.Folders;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Two nodes of three die at the same moment. Hazelcast keeps each entry on two of them, so some
 * registrations on the event bus are lost with both copies and those of the dead stay
 * (vertx-hazelcast 13): the last node puts its own back and forgets theirs.
 */
class TwoOfThreeIT {
  private static final Path FOLDER = Path.of("target", "two-of-three").toAbsolutePath();
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @Test
  void theLastOneGoesOnAloneAndThenTogetherWithThoseThatReturn() throws Exception {
    EmbeddedBackends.reapLeftOvers(FOLDER);
    Folders.deleteRecursively(FOLDER);
    Vertx vertx = Vertx.vertx();
    try (Cluster cluster = Cluster.start(FOLDER, ClusterOptions.forTests(3, ROOT))) {
      Mesh mesh = new Mesh(cluster, vertx);
      ChatConnection connection = mesh.connect();
      mesh.sendToEach(connection, "before");
      cluster.node(1).kill();
      cluster.node(2).kill();

      // At once: nobody knows yet that the others, which served the directory too, are dead.
      mesh.signInOften(cluster.node(0));
      mesh.sendToEach(connection, "alone");
      mesh.signInOften(cluster.node(0));
      assertThat(cluster.node(0).isAlive()).isTrue();

      mesh.everyNodeReachesEveryOther(connection, "together again");
      connection.close();
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
  }
}
