package chat.system;

import chat.cluster.Cluster;
import chat.cluster.ClusterOptions;
import chat.embedded.process.Folders;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the cell of two nodes that all classes share which the same process runs. Before each
 * test, nodes that an earlier one killed are started again.
 */
final class ClusterExtension implements ParameterResolver, BeforeEachCallback {
  private static final Namespace NAMESPACE = Namespace.create(ClusterExtension.class);

  /** Which of the processes that share the classes this one is. */
  static final String FORK = System.getProperty("chat.fork", "fork-1");

  static final Path FOLDER = Path.of("target", "cluster-" + FORK).toAbsolutePath();
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** Push services of tests are on this machine. */
  private static final ClusterOptions OPTIONS =
      ClusterOptions.forTests(2, ROOT).with("push", "trustedHosts", List.of("localhost"));

  /** What is shared, and ends with the last test. */
  private record Shared(Cluster cluster, Vertx vertx) implements AutoCloseable {
    static Shared start() {
      try {
        chat.embedded.EmbeddedBackends.reapLeftOvers(FOLDER);
        Folders.deleteRecursively(FOLDER);
        return new Shared(Cluster.start(FOLDER, OPTIONS), Vertx.vertx());
      } catch (IOException e) {
        throw new IllegalStateException(e.getMessage(), e);
      }
    }

    @Override
    public void close() throws Exception {
      vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
      cluster.close();
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    shared(context).cluster().restore();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Cluster.class || type == Vertx.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Shared shared = shared(context);
    return parameter.getParameter().getType() == Cluster.class ? shared.cluster() : shared.vertx();
  }

  private static Shared shared(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(Shared.class, type -> Shared.start(), Shared.class);
  }
}
