package chat.channel;

import static org.assertj.core.api.Assertions.assertThat;

import chat.channel.Checkpoints.Checkpoint;
import chat.config.MongoConfig;
import chat.embedded.Backend;
import chat.embedded.Backends;
import chat.embedded.junit.UseBackends;
import chat.id.Ids;
import chat.store.MongoStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.mongo.MongoClient;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The fence between the owners of a partition, one after the other. */
@UseBackends(Backend.MONGO)
class CheckpointsIT {
  private Vertx vertx;
  private MongoClient mongo;
  private Checkpoints checkpoints;

  @BeforeEach
  void connect(Backends backends) {
    vertx = Vertx.vertx();
    mongo =
        MongoStore.connect(vertx, new MongoConfig(backends.mongoUri(), backends.mongoDatabase()));
    checkpoints = new Checkpoints(mongo);
  }

  @AfterEach
  void disconnect() {
    vertx.close().await();
  }

  @Test
  void aTakeOverGoesOnWhereTheLastOwnerWas() {
    Checkpoint first = checkpoints.takeOver(1).await();
    assertThat(first.offset()).isZero();
    assertThat(checkpoints.advance(1, first.epoch(), 70).await()).isTrue();

    Checkpoint second = checkpoints.takeOver(1).await();
    assertThat(second).isEqualTo(new Checkpoint(first.epoch() + 1, 70));
    assertThat(checkpoints.takeOver(2).await().offset()).as("another partition").isZero();
  }

  @Test
  void aFormerOwnerMovesNeitherTheCheckpointNorASummary() {
    Summaries summaries = new Summaries(mongo);
    String channel = Ids.random();
    Checkpoint former = checkpoints.takeOver(3).await();
    Checkpoint newer = checkpoints.takeOver(3).await();
    ChannelState state = new ChannelState(channel);
    state.seq = 7;
    state.offset = 70;
    summaries.write(List.of(Summary.of(state, List.of(), 0)), newer.epoch()).await();

    state.seq = 9;
    state.offset = 90;
    summaries.write(List.of(Summary.of(state, List.of(), 0)), former.epoch()).await();

    assertThat(newer.epoch()).isGreaterThan(former.epoch());
    assertThat(checkpoints.advance(3, former.epoch(), 90).await()).isFalse();
    assertThat(checkpoints.advance(3, newer.epoch(), 71).await()).isTrue();
    assertThat(checkpoints.takeOver(3).await().offset()).isEqualTo(71);
    assertThat(summaries.heads(List.of(channel)).await().get(channel).seq()).isEqualTo(7);
  }

  @Test
  void takeOversAtTheSameTimeGetDifferentEpochs() {
    checkpoints.takeOver(4).await();

    List<Future<Checkpoint>> all =
        IntStream.range(0, 20).mapToObj(i -> checkpoints.takeOver(4)).toList();
    Future.all(all).await();

    assertThat(all.stream().map(each -> each.result().epoch()).distinct()).hasSize(20);
    assertThat(all).allMatch(each -> each.result().offset() == 0);
  }

  @Test
  void aTakeOverThatWasGivenUpChangesNothingWhenItReachesTheStoreLate() {
    Checkpoint former = checkpoints.takeOver(5).await();
    Checkpoint newer = checkpoints.takeOver(5).await();

    // What another node has sent after it had read the former epoch.
    assertThat(checkpoints.raise(5, former.epoch()).await()).isNull();

    assertThat(checkpoints.advance(5, newer.epoch(), 10).await()).isTrue();
  }
}
