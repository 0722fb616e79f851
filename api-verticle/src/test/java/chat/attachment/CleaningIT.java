package chat.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import chat.api.InMemoryConversation;
import chat.api.OnVirtualThread;
import chat.api.TestApi;
import chat.api.TestImages;
import chat.config.CdnConfig;
import chat.config.Configuration;
import chat.config.MysqlConfig;
import chat.config.S3Config;
import chat.embedded.Backend;
import chat.embedded.Backends;
import chat.embedded.junit.UseBackends;
import chat.embedded.nginx.Nginx;
import chat.s3.ObjectStore;
import chat.sql.Database;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nobody has is deleted, from the cache of a real nginx too. */
@UseBackends({Backend.MYSQL, Backend.REDIS, Backend.S3})
final class CleaningIT {
  private static TestApi api;
  private static TestImages images;
  private static TestApi.SignedIn ada;
  private static String channel;
  private static Nginx nginx;
  private static String cache;
  private static Database database;
  private static ObjectStore store;
  private static Caches caches;
  private static Vertx vertx;
  @TempDir static Path folder;

  @BeforeAll
  static void start(Backends backends) throws Exception {
    api = TestApi.start(backends);
    images = new TestImages(api);
    ada = api.person("Ada");
    channel = api.channel(ada, api.team(ada, false), false);
    nginx = Nginx.start(folder, Path.of("../deploy/nginx"), List.of(URI.create(api.base())));
    cache = nginx.address().toString();
    Configuration configuration = Configuration.parse(TestApi.yaml(backends));
    vertx = Vertx.vertx();
    Clock clock = Clock.systemUTC();
    database =
        new Database(
            vertx, configuration.section("mysql", MysqlConfig.class), new SimpleMeterRegistry());
    store = new ObjectStore(vertx, configuration.section("s3", S3Config.class), clock);
    caches = new Caches(vertx, new CdnConfig(List.of(cache), Nginx.SECRET));
  }

  @AfterAll
  static void stop() throws Exception {
    caches.close();
    store.close();
    database.close();
    vertx.close().await(10, TimeUnit.SECONDS);
    nginx.close();
    api.close();
  }

  private static HttpResponse<byte[]> cached(String key, String... headers) {
    return images.get(cache, "GET", key, headers);
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @Test
  void theSecondReadIsAHitAndPartsAreServedFromTheCache() {
    byte[] image = TestImages.png(300_000);
    String key = images.sent(ada, channel, image);

    HttpResponse<byte[]> first = cached(key);
    HttpResponse<byte[]> second = cached(key);
    HttpResponse<byte[]> part = cached(key, "Range", "bytes=100000-199999");

    assertThat(header(first, "X-Cache")).isEqualTo("MISS");
    assertThat(header(second, "X-Cache")).isEqualTo("HIT");
    assertThat(first.body()).isEqualTo(image);
    assertThat(second.body()).isEqualTo(image);
    assertThat(header(second, "Content-Type")).isEqualTo("image/png");
    assertThat(header(second, "Cache-Control")).contains("immutable");
    assertThat(header(second, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(header(part, "X-Cache")).isEqualTo("HIT");
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(image, 100_000, 200_000));
    assertThat(header(images.get(cache, "GET", key + "?x=1"), "X-Cache")).isEqualTo("HIT");
  }

  @Test
  void aPartThatIsReadFirstLeavesTheWholeInTheCache() {
    byte[] image = TestImages.png(50_000);
    String key = images.sent(ada, channel, image);

    HttpResponse<byte[]> part = cached(key, "Range", "bytes=10-19");

    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(image, 10, 20));
    HttpResponse<byte[]> whole = cached(key);
    assertThat(header(whole, "X-Cache")).isEqualTo("HIT");
    assertThat(whole.body()).isEqualTo(image);
  }

  @Test
  void theImageOfADeletedMessageIsGoneFromTheStoreAndTheCache() throws Exception {
    byte[] image = TestImages.png(10_000);
    String key = images.sent(ada, channel, image);
    String other = images.sent(ada, channel, image);
    cached(key);
    cached(other);
    assertThat(header(cached(key), "X-Cache")).isEqualTo("HIT");

    api.conversation().addPurge(key);
    run(() -> cleaning(Duration.ofHours(1)).purge());

    assertThat(images.get(api.base(), "GET", key).statusCode()).isEqualTo(404);
    HttpResponse<byte[]> gone = cached(key);
    assertThat(gone.statusCode()).isEqualTo(404);
    assertThat(gone.body()).isNotEqualTo(image);
    assertThat(cached(other).statusCode()).isEqualTo(200);
    assertThat(api.conversation().purges(9).result()).isEmpty();
  }

  @Test
  void aClientThatWantsAnotherProtocolIsAnsweredInThisOne() throws Exception {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(cache + "/openapi.yaml"))
                  .timeout(Duration.ofSeconds(30))
                  .build(),
              HttpResponse.BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }
  }

  @Test
  void onlyWhoKnowsTheSecretCanHaveTheCacheAskAnew() {
    String key = images.sent(ada, channel, TestImages.png(500));
    cached(key);

    assertThat(header(cached(key, "X-Media-Refresh", "a guess"), "X-Cache")).isEqualTo("HIT");
    assertThat(header(cached(key, "X-Media-Refreshed", "1"), "X-Cache")).isEqualTo("HIT");
    assertThat(header(cached(key, "X-Media-Refresh", Nginx.SECRET), "X-Cache")).isEqualTo("BYPASS");
  }

  @Test
  void whatIsNotThereYetIsNotRememberedAsGone() {
    byte[] image = TestImages.png(900);
    TestApi.Answer permit = images.permit(ada, channel, image, "image/png");
    String key = permit.get("key");
    assertThat(cached(key, "X-Media-Refreshed", "1").statusCode()).isEqualTo(404);
    images.upload(permit, image, Map.of());

    images.take(ada.id(), channel, TestImages.operation(), key);

    assertThat(cached(key).statusCode()).isEqualTo(200);
  }

  @Test
  void uploadsThatNoMessageHasAreDeletedAndNoOthers() throws Exception {
    byte[] image = TestImages.png(700);
    TestApi.Answer unsent = images.permit(ada, channel, image, "image/png");
    images.upload(unsent, image, Map.of());
    String lost = images.sent(ada, channel, image);
    String there = images.sent(ada, channel, image);
    api.conversation().addImage(channel, there);

    run(() -> cleaning(Duration.ofHours(1)).sweep());
    assertThat(images.get(api.base(), "GET", lost).statusCode()).isEqualTo(200);
    makeOlder(Duration.ofHours(2), unsent.get("key"), lost, there);
    run(() -> cleaning(Duration.ofHours(1)).sweep());

    assertThat(images.get(api.base(), "GET", there).body()).isEqualTo(image);
    assertThat(images.get(api.base(), "GET", lost).statusCode()).isEqualTo(404);
    Optional<ObjectStore.Stored> left =
        get(() -> Future.await(store.head(ObjectNames.pending(unsent.get("key")))));
    List<String> rows =
        get(
            () ->
                database.list(
                    "SELECT object FROM uploads WHERE object IN (?, ?, ?)",
                    row -> row.getString(0),
                    unsent.get("key"),
                    lost,
                    there));
    assertThat(left).isEmpty();
    assertThat(rows).isEmpty();
  }

  private static void makeOlder(Duration age, String... keys) throws Exception {
    for (String key : keys) {
      run(
          () ->
              database.update(
                  "UPDATE uploads SET created = created - ? WHERE object = ?",
                  age.toMillis(),
                  key));
    }
  }

  private static Cleaning cleaning(Duration patience) {
    InMemoryConversation conversation = api.conversation();
    return new Cleaning(
        new UploadRows(database, Clock.systemUTC()), store, caches, conversation, patience);
  }

  private static void run(Runnable work) throws Exception {
    get(
        () -> {
          work.run();
          return null;
        });
  }

  private static <T> T get(Callable<T> work) throws Exception {
    return OnVirtualThread.run(vertx, work);
  }
}
