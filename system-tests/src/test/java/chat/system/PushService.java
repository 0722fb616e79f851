package chat.system;

import static chat.cluster.Person.await;
import static org.assertj.core.api.Assertions.assertThat;

import chat.cluster.Await;
import chat.cluster.Cluster;
import chat.cluster.Person;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A push service that takes everything; what came is the device and how urgent it was. */
record PushService(HttpServer server, List<String> taken) implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /** The keys of the device in RFC 8291, section 5. */
  private static final Map<String, String> KEYS =
      Map.of(
          "p256dh",
          "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
          "auth",
          "BTBZMqHH6r4Tts7J_aSIgg");

  static PushService start(Vertx vertx) throws Exception {
    List<String> taken = new CopyOnWriteArrayList<>();
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  taken.add(request.path() + ' ' + request.getHeader("Urgency"));
                  request.response().setStatusCode(201).end();
                });
    return new PushService(await(server.listen(0, "localhost")), taken);
  }

  /** The person's device wants to be told by this service. */
  void subscribe(Cluster cluster, int node, Person person) throws Exception {
    String device = person.session().credentials().deviceId();
    Map<String, Object> subscription =
        Map.of(
            "kind",
            "webpush",
            "endpoint",
            "http://localhost:" + server.actualPort() + device(person),
            "keys",
            KEYS);
    RawRest.Answer answer =
        RawRest.put(cluster.address(node), person, "/me/push/" + device, subscription).get();
    assertThat(answer.status()).as(answer.body()).isEqualTo(204);
  }

  static String device(Person person) {
    return "/" + person.handle();
  }

  void awaitAll(String... expected) throws IOException {
    Await.until(PATIENCE, () -> taken.size() >= expected.length, "only these were told: " + taken);
    assertThat(taken).containsExactlyInAnyOrder(expected);
  }

  @Override
  public void close() throws Exception {
    await(server.close());
  }
}
