package chat.socket;

import static org.assertj.core.api.Assertions.assertThat;

import chat.id.Ids;
import chat.store.ReadPositions.Read;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a sign-in gets while the store of read positions is there, and while it is away. */
@Timeout(30)
class ReadLookupTest {
  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final ChannelIndex index = new ChannelIndex();
  private final String anna = Ids.random();
  private final String red = Ids.random();
  private final String blue = Ids.random();
  private final List<List<String>> queries = new ArrayList<>();
  private boolean away;
  private final ReadLookup reads = new ReadLookup(loop, this::positions, index);
  private final List<String> told = new ArrayList<>();

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  private Future<List<Map<String, Read>>> positions(List<String> users) {
    queries.add(users);
    return away
        ? Future.failedFuture("away")
        : Future.succeededFuture(
            users.stream().map(user -> Map.of(red, new Read(7, 0, Set.of()))).toList());
  }

  private <T> T onLoop(Callable<T> work) {
    return Future.<T>future(
            done ->
                loop.runOnContext(
                    turn -> {
                      try {
                        done.complete(work.call());
                      } catch (Exception e) {
                        done.fail(e);
                      }
                    }))
        .await();
  }

  private Optional<Map<String, Read>> ask() {
    return onLoop(() -> reads.of(anna)).await();
  }

  private Session session() {
    Connection connection =
        new Connection() {
          @Override
          public void send(Outgoing frame) {
            told.add(frame.text());
          }

          @Override
          public boolean isFull() {
            return false;
          }

          @Override
          public void close(CloseCode why) {}
        };
    Session session = new Session(connection, 0, Admission.NOWHERE, 0);
    session.identify(anna, Ids.random(), Ids.random());
    index.begin(session, index.hold(List.of(red, blue)).values());
    return session;
  }

  private void tick() {
    onLoop(
        () -> {
          reads.tick();
          return null;
        });
  }

  @Test
  void manyAreLookedUpTogether() {
    List<Future<Optional<Map<String, Read>>>> both =
        onLoop(() -> List.of(reads.of(anna), reads.of(anna)));
    assertThat(Future.all(both).await().<Optional<Map<String, Read>>>list())
        .containsOnly(Optional.of(Map.of(red, new Read(7, 0, Set.of()))));
    assertThat(queries).containsExactly(List.of(anna, anna));
  }

  @Test
  void whileTheStoreIsAwayNobodyWaitsForItAndItIsAskedOnceASecond() {
    away = true;
    assertThat(ask()).isEmpty();
    reads.owe(session());
    assertThat(ask()).isEmpty();
    assertThat(queries).hasSize(1);
    tick();
    assertThat(queries).hasSize(2);
    assertThat(told).isEmpty();
  }

  @Test
  void whoWasToldNothingIsToldAllOnceTheStoreIsBack() {
    away = true;
    ask();
    reads.owe(session());
    away = false;
    tick();

    assertThat(told)
        .containsExactlyInAnyOrder(
            "{\"t\":\"read\",\"channel\":\"%s\",\"n\":7}".formatted(red),
            "{\"t\":\"read\",\"channel\":\"%s\",\"n\":0}".formatted(blue));
    assertThat(ask()).contains(Map.of(red, new Read(7, 0, Set.of())));
    tick();
    assertThat(told).as("once").hasSize(2);
  }

  @Test
  void whoHasLeftIsToldNothing() {
    away = true;
    ask();
    Session session = session();
    reads.owe(session);
    reads.forget(session);
    away = false;
    tick();
    assertThat(told).isEmpty();
    assertThat(ask()).as("the next to sign in finds out").isPresent();
  }
}
