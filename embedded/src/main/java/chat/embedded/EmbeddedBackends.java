package chat.embedded;

import chat.embedded.kafka.Kafka;
import chat.embedded.mariadb.MariaDb;
import chat.embedded.mongo.Mongo;
import chat.embedded.process.FreePorts;
import chat.embedded.process.PidFile;
import chat.embedded.redis.Redis;
import chat.embedded.s3.S3;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * A set of back ends of this machine with their data under one directory, which must not be used by
 * two processes at once. Addresses are chosen when this object is made and stay the same while it
 * lives, also when a back end is stopped and started.
 *
 * <p>Thread-safe; starting and stopping exclude each other.
 */
public final class EmbeddedBackends implements Backends, AutoCloseable {
  private static final Duration REAP_LIMIT = Duration.ofSeconds(10);
  private static final Executor STARTERS =
      task -> Thread.ofPlatform().daemon().name("start-backend").start(task);

  /** Of MySQL and of MongoDB. */
  private static final String DATABASE = "chat";

  private final Map<Backend, EmbeddedServer> servers = new EnumMap<>(Backend.class);
  private final String host;
  private final MariaDb mariaDb;
  private final Redis redis;
  private final Kafka kafka;
  private final Mongo mongo;
  private final S3 s3;

  private EmbeddedBackends(Path dataDir, EmbeddedOptions options) throws IOException {
    Duration limit = options.startLimit();
    host = options.host();
    mariaDb = new MariaDb(new Place("mariadb", dataDir, limit), host, FreePorts.next(), DATABASE);
    redis = new Redis(new Place("redis", dataDir, limit), host, FreePorts.next());
    mongo = new Mongo(new Place("mongo", dataDir, limit), host, FreePorts.next());
    kafka =
        new Kafka(
            new Place("kafka", dataDir, limit),
            host,
            FreePorts.next(),
            FreePorts.next(),
            options.stopLimit(),
            options.kafkaJvmArguments(),
            options
                .kafkaClassPath()
                .map(EmbeddedBackends::joined)
                .orElse(System.getProperty("java.class.path")));
    s3 = new S3(new Place("s3", dataDir, limit), FreePorts.next());
    servers.put(Backend.S3, s3);
    servers.put(Backend.MYSQL, mariaDb);
    servers.put(Backend.KAFKA, kafka);
    servers.put(Backend.MONGO, mongo);
    servers.put(Backend.REDIS, redis);
  }

  /**
   * Kills what an earlier run left behind in the directory, then starts the chosen back ends side
   * by side and returns when all of them serve.
   *
   * @param dataDir made if missing; not below {@code java.io.tmpdir} of a machine that cleans it
   * @throws IOException naming the back end that failed; those that had started are stopped
   */
  public static EmbeddedBackends start(Path dataDir, EmbeddedOptions options) throws IOException {
    EmbeddedBackends backends = prepare(dataDir, options);
    try {
      backends.ensureStarted(options.backends());
      return backends;
    } catch (IOException e) {
      backends.close();
      throw e;
    }
  }

  /**
   * As {@link #start(Path, EmbeddedOptions)}, but starts nothing: the addresses are known before
   * the servers are there.
   */
  public static EmbeddedBackends prepare(Path dataDir, EmbeddedOptions options) throws IOException {
    Path absolute = dataDir.toAbsolutePath().normalize();
    Files.createDirectories(absolute);
    reapLeftOvers(absolute);
    return new EmbeddedBackends(absolute, options);
  }

  /** Kills the processes whose pid files an earlier run left in the directory. */
  public static void reapLeftOvers(Path dataDir) throws IOException {
    Path run = dataDir.resolve("run");
    if (!Files.isDirectory(run)) {
      return;
    }
    try (DirectoryStream<Path> pidFiles = Files.newDirectoryStream(run, "*.pid")) {
      for (Path file : pidFiles) {
        new PidFile(file).reap(REAP_LIMIT);
      }
    }
  }

  /** Starts those of the set that do not run, side by side. */
  public synchronized void ensureStarted(Set<Backend> wanted) throws IOException {
    List<CompletableFuture<Void>> starts = new ArrayList<>();
    for (Backend backend : wanted) {
      EmbeddedServer server = server(backend);
      if (!server.isRunning()) {
        starts.add(CompletableFuture.runAsync(() -> startOne(backend, server), STARTERS));
      }
    }
    try {
      CompletableFuture.allOf(starts.toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof StartFailure failure
          ? new IOException(failure.getMessage(), failure.getCause())
          : new IOException(e.getCause());
    }
  }

  /** The back ends that can be part of the set. */
  public Set<Backend> available() {
    return Set.copyOf(servers.keySet());
  }

  /** Starts one again that was stopped or killed, on the same address with the same data. */
  public void start(Backend backend) throws IOException {
    ensureStarted(EnumSet.of(backend));
  }

  /** Stops one in order. */
  public synchronized void stop(Backend backend) {
    server(backend).stop();
  }

  /** Ends one as {@code kill -9} does. */
  public synchronized void kill(Backend backend) {
    server(backend).kill();
  }

  /** Completes with the exit status when a back end's process ends; empty if it has none. */
  public synchronized Optional<CompletableFuture<Integer>> onExit(Backend backend) {
    return server(backend).onExit();
  }

  public synchronized boolean isRunning(Backend backend) {
    return server(backend).isRunning();
  }

  /** Stops everything in order, side by side. */
  @Override
  public synchronized void close() {
    CompletableFuture.allOf(
            servers.values().stream()
                .map(server -> CompletableFuture.runAsync(server::stop, STARTERS))
                .toArray(CompletableFuture[]::new))
        .join();
  }

  @Override
  public String mongoUri() {
    return mongo.uri();
  }

  @Override
  public String mongoDatabase() {
    return DATABASE;
  }

  @Override
  public String mysqlHost() {
    return host;
  }

  @Override
  public int mysqlPort() {
    return mariaDb.port();
  }

  @Override
  public String mysqlUser() {
    return MariaDb.USER;
  }

  @Override
  public String mysqlPassword() {
    return mariaDb.password();
  }

  @Override
  public String mysqlDatabase() {
    return DATABASE;
  }

  @Override
  public String redisUri() {
    return "redis://" + host + ':' + redis.port();
  }

  @Override
  public String kafkaBootstrap() {
    return kafka.bootstrap();
  }

  @Override
  public String s3Endpoint() {
    return s3.endpoint();
  }

  @Override
  public String s3AccessKey() {
    return s3.accessKey();
  }

  @Override
  public String s3SecretKey() {
    return s3.secretKey();
  }

  @Override
  public String s3Region() {
    return S3.REGION;
  }

  @Override
  public String s3Bucket() {
    return S3.BUCKET;
  }

  private EmbeddedServer server(Backend backend) {
    EmbeddedServer server = servers.get(backend);
    if (server == null) {
      throw new IllegalStateException(backend.label() + " is not part of this set");
    }
    return server;
  }

  private static void startOne(Backend backend, EmbeddedServer server) {
    try {
      server.start();
    } catch (IOException e) {
      throw new StartFailure(backend.label() + " did not start: " + e.getMessage(), e);
    }
  }

  private static String joined(List<Path> classPath) {
    return classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartFailure(String message, IOException cause) {
      super(message, cause);
    }
  }
}
