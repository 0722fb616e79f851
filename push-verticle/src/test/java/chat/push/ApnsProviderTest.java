package chat.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.eatthepath.pushy.apns.auth.ApnsVerificationKey;
import com.eatthepath.pushy.apns.server.MockApnsServer;
import com.eatthepath.pushy.apns.server.MockApnsServerBuilder;
import com.eatthepath.pushy.apns.server.MockApnsServerListener;
import com.eatthepath.pushy.apns.server.RejectionReason;
import com.eatthepath.pushy.apns.server.ValidatingPushNotificationHandlerFactory;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.handler.codec.http2.Http2Headers;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against the mock of Apple's service in Pushy: HTTP/2, TLS, and tokens that it verifies. */
@Timeout(60)
class ApnsProviderTest {
  private static final String TOPIC = "com.example.chat";
  private static final String KNOWN = "ab".repeat(32);
  private static final String GONE = "cd".repeat(32);

  @TempDir private static Path certificates;
  private static TestCertificate certificate;
  private static EventLoopGroup group;

  @TempDir private Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final List<Arrival> accepted = new CopyOnWriteArrayList<>();
  private MockApnsServer server;
  private String url;
  private KeyPair key;
  private Path keyFile;

  private record Arrival(Http2Headers headers, JsonObject payload) {
    String header(String name) {
      return String.valueOf(headers.get(name));
    }
  }

  @BeforeAll
  static void prepare() throws Exception {
    certificate = TestCertificate.make(certificates);
    group = nio();
  }

  @SuppressWarnings("deprecation") // Pushy knows channels for no other group.
  private static EventLoopGroup nio() {
    return new NioEventLoopGroup(1);
  }

  @AfterAll
  static void end() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @BeforeEach
  void start() throws Exception {
    key = EcKeys.generate();
    ApnsVerificationKey verification =
        new ApnsVerificationKey("KEY1234567", "TEAM123456", (ECPublicKey) key.getPublic());
    server =
        new MockApnsServerBuilder()
            .setServerCredentials(
                new java.security.cert.X509Certificate[] {certificate.certificate()},
                certificate.key(),
                null)
            .setHandlerFactory(
                new DerSignatures(
                    new ValidatingPushNotificationHandlerFactory(
                        Map.of(TOPIC, Set.of(KNOWN, GONE)),
                        Map.of(GONE, Instant.now().minusSeconds(60)),
                        Map.of("KEY1234567", verification),
                        Map.of(verification, Set.of(TOPIC)))))
            .setListener(
                new MockApnsServerListener() {
                  @Override
                  public void handlePushNotificationAccepted(
                      Http2Headers headers, ByteBuf payload) {
                    accepted.add(new Arrival(headers, new JsonObject(payload.toString(UTF_8))));
                  }

                  @Override
                  public void handlePushNotificationRejected(
                      Http2Headers headers,
                      ByteBuf payload,
                      RejectionReason reason,
                      Instant since) {}
                })
            .setUseAlpn(true)
            // With a group of its own each server would take two seconds to end.
            .setEventLoopGroup(group)
            .build();
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    server.start(port).get(10, TimeUnit.SECONDS);
    url = "https://localhost:" + port;
    keyFile = writeKey(key);
  }

  private Path writeKey(KeyPair pair) throws Exception {
    Path file = folder.resolve("key.p8");
    writeKey(file, pair, Instant.now());
    return file;
  }

  private PushConfig config(Path keyFile, String keyId) {
    return new PushConfig(
        0,
        3_600,
        "",
        10,
        Set.of("localhost"),
        certificate.pem().toString(),
        "",
        "",
        keyFile.toString(),
        keyId,
        "TEAM123456",
        TOPIC,
        url,
        url);
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().await();
    if (server != null) {
      server.shutdown().get(10, TimeUnit.SECONDS);
    }
  }

  private ApnsProvider provider() {
    return provider(keyFile, "KEY1234567");
  }

  private ApnsProvider provider(Path keys, String keyId) {
    PushConfig config = config(keys, keyId);
    return new ApnsProvider(
        new Http(vertx, new PublicAddresses(vertx, config.trustedHosts()), 10, config.trustFile()),
        config);
  }

  private static Outcome push(ApnsProvider provider, String token, Notification notification) {
    return provider.push(new Target.Apns(token, false), notification).await();
  }

  @Test
  void aNotificationArrivesWithWhatCollapsesIt() {
    Notification.NewMessages news = new Notification.NewMessages(1, "channel", 7, 5, 0, 2, true, 3);

    assertThat(push(provider(), KNOWN, news)).isEqualTo(new Outcome.Delivered());

    Arrival arrived = accepted.getFirst();
    assertThat(arrived.header("apns-topic")).isEqualTo(TOPIC);
    assertThat(arrived.header("apns-collapse-id")).isEqualTo("channel");
    assertThat(arrived.header("apns-push-type")).isEqualTo("alert");
    assertThat(arrived.payload().getJsonObject("aps").getInteger("badge")).isEqualTo(3);
    assertThat(arrived.payload().getJsonObject("chat").getLong("seq")).isEqualTo(7);
  }

  @Test
  void aDeviceThatIsGoneIsGone() {
    assertThat(push(provider(), GONE, new Notification.Trial(1)))
        .isEqualTo(new Outcome.Gone("Unregistered"));
    assertThat(push(provider(), "ef".repeat(32), new Notification.Trial(1)))
        .isInstanceOf(Outcome.Gone.class);
    assertThat(accepted).isEmpty();
  }

  @Test
  void aKeyThatAppleDoesNotKnowIsWaitedForAndTakenFromItsFileOnceItIsThere() throws Exception {
    writeKey(EcKeys.generate());
    ApnsProvider provider = provider();
    assertThat(push(provider, KNOWN, new Notification.Trial(1)))
        .isInstanceOfSatisfying(Outcome.Later.class, later -> assertThat(later.sick()).isTrue());

    writeKey(keyFile, key, Instant.now().plusSeconds(5));

    assertThat(push(provider, KNOWN, new Notification.Trial(1))).isEqualTo(new Outcome.Delivered());
  }

  @Test
  void anotherKeyWithAnotherIdTakesNoRestart() throws Exception {
    Path keys = Files.createDirectory(folder.resolve("keys"));
    writeKey(keys.resolve("AuthKey_OLD1234567.p8"), EcKeys.generate(), Instant.now());
    ApnsProvider provider = provider(keys, "");
    assertThat(push(provider, KNOWN, new Notification.Trial(1))).isInstanceOf(Outcome.Later.class);

    writeKey(keys.resolve("AuthKey_KEY1234567.p8"), key, Instant.now().plusSeconds(5));

    assertThat(push(provider, KNOWN, new Notification.Trial(1))).isEqualTo(new Outcome.Delivered());
  }

  private static void writeKey(Path file, KeyPair pair, Instant time) throws Exception {
    Files.writeString(file, TestCertificate.pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    Files.setLastModifiedTime(file, FileTime.from(time));
  }

  @Test
  void aServiceThatIsAwayIsTriedLater() throws Exception {
    server.shutdown().get(10, TimeUnit.SECONDS);
    server = null;

    assertThat(push(provider(), KNOWN, new Notification.Trial(1)))
        .isInstanceOfSatisfying(Outcome.Later.class, later -> assertThat(later.sick()).isTrue());
  }
}
