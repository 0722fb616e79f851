package chat.embedded.junit;

import chat.embedded.Backend;
import java.net.URI;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Servers that the environment names for the tests. */
record ExternalBackends(
    Optional<String> mongo, Optional<URI> mysql, Optional<String> redis, Optional<String> kafka) {

  static ExternalBackends of(Map<String, String> environment) {
    return new ExternalBackends(
        value(environment, "CHAT_TEST_MONGO_URI"),
        value(environment, "CHAT_TEST_MYSQL_URI").map(ExternalBackends::mysqlUri),
        value(environment, "CHAT_TEST_REDIS_URI"),
        value(environment, "CHAT_TEST_KAFKA"));
  }

  Set<Backend> given() {
    Set<Backend> given = EnumSet.noneOf(Backend.class);
    mongo.ifPresent(uri -> given.add(Backend.MONGO));
    mysql.ifPresent(uri -> given.add(Backend.MYSQL));
    redis.ifPresent(uri -> given.add(Backend.REDIS));
    kafka.ifPresent(servers -> given.add(Backend.KAFKA));
    return given;
  }

  Optional<String> mysqlUser() {
    return mysql.map(uri -> uri.getUserInfo().split(":", 2)[0]);
  }

  Optional<String> mysqlPassword() {
    return mysql.map(uri -> uri.getUserInfo().split(":", 2)[1]);
  }

  private static URI mysqlUri(String text) {
    URI uri = URI.create(text);
    if (uri.getHost() == null || uri.getUserInfo() == null || !uri.getUserInfo().contains(":")) {
      throw new IllegalArgumentException(
          "CHAT_TEST_MYSQL_URI must be mysql://user:password@host:port/database");
    }
    return uri;
  }

  private static Optional<String> value(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
  }
}
