package chat.sql;

import static org.assertj.core.api.Assertions.assertThat;

import chat.config.MysqlConfig;
import chat.embedded.EmbeddedBackends;
import chat.embedded.Place;
import chat.embedded.mariadb.MariaDb;
import chat.embedded.process.Folders;
import chat.embedded.process.FreePorts;
import chat.problem.ProblemException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two servers, of which one replicates the other until it is promoted in its place. */
class PromotionIT {
  private static final Path FOLDER = Path.of("target", "promotion").toAbsolutePath();

  /** May not write where {@code read_only} is set; the servers' own account may. */
  private static final String USER = "chat";

  private static final String PASSWORD = "chat";

  /** Of connections that are kept; those that only look who takes writes are shorter. */
  private static final String KEPT =
      "SELECT COUNT(*) FROM information_schema.processlist WHERE user = 'chat' AND time > 2";

  private MariaDb first;
  private MariaDb second;
  private Vertx vertx;
  private Database database;
  private final List<Integer> written = new CopyOnWriteArrayList<>();
  private volatile boolean enough;

  @BeforeEach
  void start() throws Exception {
    EmbeddedBackends.reapLeftOvers(FOLDER);
    Folders.deleteRecursively(FOLDER);
    first = server(1);
    second = server(2);
    CompletableFuture<Void> starting = CompletableFuture.runAsync(() -> start(second));
    start(first);
    starting.join();
    on(
        second,
        "CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT="
            + first.port()
            + ", MASTER_USER='"
            + MariaDb.USER
            + "', MASTER_PASSWORD='"
            + first.password()
            + "', MASTER_USE_GTID=slave_pos, MASTER_SSL=0",
        "START SLAVE",
        "SET GLOBAL read_only = 1");
    on(
        first,
        "CREATE USER " + USER + "@'%' IDENTIFIED BY '" + PASSWORD + "'",
        "GRANT ALL ON chat.* TO " + USER + "@'%'",
        "CREATE TABLE chat.line (id INT PRIMARY KEY)");
    awaitReplica();
    vertx = Vertx.vertx();
    database =
        new Database(
            vertx,
            new MysqlConfig(
                List.of("127.0.0.1:" + first.port(), "127.0.0.1:" + second.port()),
                "chat",
                USER,
                PASSWORD,
                4),
            new SimpleMeterRegistry());
  }

  private static void start(MariaDb server) {
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MariaDb server(int number) throws Exception {
    return new MariaDb(
        new Place("mariadb-" + number, FOLDER, Duration.ofSeconds(60)),
        "127.0.0.1",
        FreePorts.next(),
        "chat",
        List.of(
            "--server-id=" + number,
            "--log-bin=bin",
            "--log-slave-updates",
            // What is acknowledged both have.
            "--rpl-semi-sync-master-enabled=1",
            "--rpl-semi-sync-master-wait-point=AFTER_SYNC",
            "--rpl-semi-sync-slave-enabled=1"));
  }

  @AfterEach
  void stop() {
    enough = true;
    if (database != null) {
      database.close();
      vertx.close().await();
    }
    second.stop();
    first.stop();
  }

  private static Connection connect(MariaDb server) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mariadb://127.0.0.1:" + server.port() + "/chat", MariaDb.USER, server.password());
  }

  private static void on(MariaDb server, String... statements) throws SQLException {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  private static List<String> ask(MariaDb server, String query) throws SQLException {
    List<String> answers = new ArrayList<>();
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        answers.add(rows.getString(1));
      }
    }
    return answers;
  }

  private static List<Integer> stored(MariaDb server) throws SQLException {
    return ask(server, "SELECT id FROM line ORDER BY id").stream().map(Integer::valueOf).toList();
  }

  /** Waits until the second has what the first has. */
  private void awaitReplica() throws SQLException {
    String reached = ask(first, "SELECT @@gtid_binlog_pos").getFirst();
    assertThat(ask(second, "SELECT MASTER_GTID_WAIT('" + reached + "', 30)")).containsExactly("0");
  }

  private void promoteTheSecond() throws SQLException {
    on(second, "STOP SLAVE", "RESET SLAVE ALL", "SET GLOBAL read_only = 0");
  }

  /** Writes one row after the other until it is enough. */
  private Future<Void> writing() {
    Promise<Void> ended = Promise.promise();
    vertx.deployVerticle(
        new VerticleBase() {
          @Override
          public Future<?> start() {
            context.runOnContext(
                turn -> {
                  try {
                    for (int id = 0; !enough; id++) {
                      write(id);
                    }
                    ended.complete();
                  } catch (RuntimeException e) {
                    ended.fail(e);
                  }
                });
            return Future.succeededFuture();
          }
        },
        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD));
    return ended.future();
  }

  /** Again after a 503, as whoever calls does. */
  private void write(int id) {
    while (!enough) {
      try {
        database.inTransaction(queries -> queries.update("INSERT INTO line VALUES (?)", id));
        written.add(id);
        return;
      } catch (DuplicateKeyException e) {
        // It was done, and the answer got lost.
        written.add(id);
        return;
      } catch (ProblemException e) {
        Future.await(vertx.timer(20));
      }
    }
  }

  private interface Condition {
    boolean holds() throws SQLException;
  }

  private static void await(String what, Condition condition) throws SQLException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("not within 60 s: " + what).isLessThan(deadline);
      LockSupport.parkNanos(10_000_000);
    }
  }

  private void awaitMore() throws SQLException {
    int before = written.size();
    await("more rows", () -> written.size() >= before + 50);
  }

  @Test
  void writesFollowAPromotionAndNoConnectionToTheDemotedServerIsKept() throws Exception {
    Future<Void> writing = writing();
    awaitMore();

    on(first, "SET GLOBAL read_only = 1");
    awaitReplica();
    promoteTheSecond();
    awaitMore();
    await("former connections are closed", () -> ask(first, KEPT).equals(List.of("0")));
    enough = true;
    writing.await();

    assertThat(stored(second)).isEqualTo(written);
    assertThat(stored(first)).hasSizeLessThan(written.size());
  }

  @Test
  void nothingThatWasAcknowledgedIsLostWhenTheServerIsKilled() throws Exception {
    Future<Void> writing = writing();
    awaitMore();

    first.kill();
    promoteTheSecond();
    awaitMore();
    enough = true;
    writing.await();

    assertThat(stored(second)).isEqualTo(written);
  }
}
