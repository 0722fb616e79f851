package chat.embedded;

/**
 * Where the back ends are, embedded or external. Each accessor throws {@link IllegalStateException}
 * when that back end is not part of the set.
 */
public interface Backends {
  /** {@code mongodb://host:port}, without a database name. */
  String mongoUri();

  /** The database to use for messages. */
  String mongoDatabase();

  String mysqlHost();

  int mysqlPort();

  /** A user that may do everything in every database. */
  String mysqlUser();

  String mysqlPassword();

  /** An existing database; the program that uses it creates its tables. */
  String mysqlDatabase();

  /** {@code redis://host:port}. */
  String redisUri();

  /** Comma-separated {@code host:port}. */
  String kafkaBootstrap();

  /** {@code http://host:port}; buckets are addressed by path. */
  String s3Endpoint();

  String s3AccessKey();

  String s3SecretKey();

  String s3Region();

  /** An existing bucket. */
  String s3Bucket();

  /** A JDBC URL of a database on the MySQL server; credentials are not part of it. */
  default String jdbcUrl(String database) {
    return "jdbc:mariadb://" + mysqlHost() + ":" + mysqlPort() + "/" + database;
  }
}
