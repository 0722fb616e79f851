package chat.socket;

import chat.auth.AccessTokens;
import chat.bus.Bus;
import chat.config.AuthConfig;
import chat.delivery.NodeFeeds;
import chat.http.ClientAddress;
import chat.log.OwnerDirectory;
import chat.log.Partitions;
import chat.log.ReadLog;
import chat.store.ReadPositions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.locks.LockSupport;

/** The doors on one event loop, without back ends: nobody can sign in. */
final class DoorServer implements AutoCloseable {
  final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
  final Admission admission;
  private final SocketServices services;
  private volatile int port;
  private volatile Context doors;

  /** Starts; the folder gets a signing key. */
  DoorServer(Path folder, SocketConfig config) throws IOException, GeneralSecurityException {
    Path key = folder.resolve("key.pem");
    byte[] bytes =
        KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded();
    Files.writeString(
        key,
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
            + "\n-----END PRIVATE KEY-----\n");
    Bus.install(vertx);
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    Partitions partitions = new Partitions(1);
    admission = new Admission(config, metrics);
    services =
        new SocketServices(
            config,
            Clock.systemUTC(),
            new AccessTokens(new AuthConfig(key.toString(), 900, 90)),
            null,
            new ReadLog(vertx, partitions, null),
            null,
            null,
            new NodeFeeds(
                "test",
                partitions,
                new OwnerDirectory(vertx, "test", 1),
                new ReadPositions(null),
                metrics),
            new NodePresence(vertx, "test"),
            admission,
            new ClientAddress(1),
            metrics);
    vertx.deployVerticle(new Doors()).await();
  }

  int port() {
    return port;
  }

  /**
   * Keeps the doors' event loop from all else for so long; returns when it has then looked at the
   * clock.
   */
  void holdUp(Duration time) {
    Promise<Void> over = Promise.promise();
    doors.runOnContext(
        turn -> {
          long until = System.nanoTime() + time.toNanos();
          while (System.nanoTime() - until < 0) {
            LockSupport.parkNanos(until - System.nanoTime());
          }
          // The tick that is late is due before this.
          vertx.setTimer(1, timer -> over.complete());
        });
    over.future().await();
  }

  private final class Doors extends VerticleBase {
    @Override
    public Future<HttpServer> start() {
      doors = context;
      Router router = Router.router(vertx);
      SocketLoop loop = new SocketLoop(vertx, services);
      Upgrades upgrades = new Upgrades(loop, services);
      router.route("/ws").handler(new WebSocketDoor(loop, upgrades));
      SockJsDoor.mount(router, loop, upgrades, services.config(), new SockJsDoor.Conversations());
      return vertx
          .createHttpServer()
          .requestHandler(router)
          .listen(0)
          .onSuccess(listening -> port = listening.actualPort());
    }
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
