package chat.sql;

import chat.config.ConfigurationException;
import chat.config.MysqlConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.mariadb.jdbc.MariaDbDataSource;

/** Brings the tables to the version of this program. */
public final class Migrations {
  private Migrations() {}

  /**
   * Applies what is missing; nodes that start together wait for the first one. Blocks, so call it
   * on a worker thread.
   *
   * @throws ConfigurationException if no endpoint takes writes, or the tables are of a newer
   *     version than this program
   */
  public static void run(MysqlConfig config) {
    try {
      MariaDbDataSource source = new MariaDbDataSource(url(config, writable(config)));
      source.setUser(config.user());
      source.setPassword(config.password());
      Flyway.configure(Migrations.class.getClassLoader())
          .dataSource(source)
          .locations("classpath:db/migration")
          .validateMigrationNaming(true)
          .ignoreMigrationPatterns(new String[0])
          .load()
          .migrate();
    } catch (SQLException | FlywayException e) {
      throw new ConfigurationException("mysql: " + e.getMessage(), e);
    }
  }

  private static String writable(MysqlConfig config) throws SQLException {
    SQLException last = null;
    for (String endpoint : config.endpoints()) {
      Properties user = new Properties();
      user.setProperty("user", config.user());
      user.setProperty("password", config.password());
      try (Connection connection = DriverManager.getConnection(url(config, endpoint), user);
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT @@global.read_only")) {
        if (row.next() && row.getInt(1) == 0) {
          return endpoint;
        }
      } catch (SQLException e) {
        last = e;
      }
    }
    throw new SQLException("none of " + config.endpoints() + " takes writes", last);
  }

  private static String url(MysqlConfig config, String endpoint) {
    return "jdbc:mariadb://"
        + endpoint
        + "/"
        + config.database()
        + "?connectTimeout=5000&socketTimeout=60000";
  }
}
