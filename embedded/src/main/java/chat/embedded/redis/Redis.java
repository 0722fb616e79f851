package chat.embedded.redis;

import chat.embedded.ChildServer;
import chat.embedded.Place;
import chat.embedded.process.BundledBinary;
import chat.embedded.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A Redis server that keeps nothing on disk: the product uses it as a cache and for presence, both
 * of which are built again after a restart.
 */
public final class Redis extends ChildServer {
  private static final String BINARY = "redis-server-6.2.6-v5-linux-amd64";
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  private final Place place;
  private final String host;
  private final int port;

  public Redis(Place place, String host, int port) {
    super(place.startLimit(), STOP_LIMIT);
    this.place = place;
    this.host = host;
    this.port = port;
  }

  public int port() {
    return port;
  }

  @Override
  protected ChildProcess launch() throws IOException {
    Path base = BundledBinary.unpackOne("redis-6.2-linux64", BINARY, "bin/redis-server");
    return ChildProcess.start(
        place.child(
            List.of(
                base.resolve("bin/redis-server").toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                host,
                "--dir",
                place.folder().toString(),
                "--save",
                "",
                "--maxmemory",
                "128mb",
                // Only entries with an expiry, the cache's, are evicted; presence is not.
                "--maxmemory-policy",
                "volatile-lru"),
            line -> line.contains("Ready to accept connections")));
  }
}
