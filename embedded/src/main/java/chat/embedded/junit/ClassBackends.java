package chat.embedded.junit;

import chat.embedded.Backends;
import chat.embedded.EmbeddedBackends;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** The back ends as one test class sees them: shared servers, databases of its own. */
final class ClassBackends implements Backends {
  private static final int DEFAULT_MYSQL_PORT = 3306;

  private final EmbeddedBackends embedded;
  private final ExternalBackends external;
  private final String database;
  private boolean mysqlDatabaseMade;

  ClassBackends(EmbeddedBackends embedded, ExternalBackends external, Class<?> testClass) {
    this.embedded = embedded;
    this.external = external;
    // Unique also among the runs on one external server.
    this.database =
        "t_"
            + testClass.getSimpleName().toLowerCase(Locale.ROOT)
            + "_"
            + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
  }

  @Override
  public String mongoUri() {
    return external.mongo().orElseGet(embedded::mongoUri);
  }

  @Override
  public String mongoDatabase() {
    return database;
  }

  @Override
  public String mysqlHost() {
    return external.mysql().map(java.net.URI::getHost).orElseGet(embedded::mysqlHost);
  }

  @Override
  public int mysqlPort() {
    return external
        .mysql()
        .map(uri -> uri.getPort() < 0 ? DEFAULT_MYSQL_PORT : uri.getPort())
        .orElseGet(embedded::mysqlPort);
  }

  @Override
  public String mysqlUser() {
    return external.mysqlUser().orElseGet(embedded::mysqlUser);
  }

  @Override
  public String mysqlPassword() {
    return external.mysqlPassword().orElseGet(embedded::mysqlPassword);
  }

  /** Made at the first call. */
  @Override
  public synchronized String mysqlDatabase() {
    if (!mysqlDatabaseMade) {
      try (Connection connection =
              DriverManager.getConnection(jdbcUrl(""), mysqlUser(), mysqlPassword());
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE DATABASE `" + database + "` CHARACTER SET utf8mb4");
      } catch (SQLException e) {
        throw new IllegalStateException("database " + database + " could not be made", e);
      }
      mysqlDatabaseMade = true;
    }
    return database;
  }

  @Override
  public String redisUri() {
    return external.redis().orElseGet(embedded::redisUri);
  }

  @Override
  public String kafkaBootstrap() {
    return external.kafka().orElseGet(embedded::kafkaBootstrap);
  }

  @Override
  public String s3Endpoint() {
    return embedded.s3Endpoint();
  }

  @Override
  public String s3AccessKey() {
    return embedded.s3AccessKey();
  }

  @Override
  public String s3SecretKey() {
    return embedded.s3SecretKey();
  }

  @Override
  public String s3Region() {
    return embedded.s3Region();
  }

  @Override
  public String s3Bucket() {
    return embedded.s3Bucket();
  }
}
