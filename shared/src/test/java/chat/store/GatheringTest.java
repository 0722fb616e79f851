package chat.store;

import static org.assertj.core.api.Assertions.assertThat;

import chat.problem.ProblemException;
import chat.problem.ProblemType;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GatheringTest {
  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final BlockingQueue<List<Integer>> put = new LinkedBlockingQueue<>();
  private final BlockingQueue<Promise<List<String>>> answers = new LinkedBlockingQueue<>();
  private final Gathering<Integer, String> gathering =
      new Gathering<>(
          loop,
          3,
          1,
          questions -> {
            Promise<List<String>> answer = Promise.promise();
            put.add(questions);
            answers.add(answer);
            return answer.future();
          });

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  /** Asks all in one turn. */
  private List<Future<String>> ask(int from, int to) {
    return Future.<List<Future<String>>>future(
            done ->
                loop.runOnContext(
                    turn -> {
                      List<Future<String>> asked = new ArrayList<>();
                      IntStream.rangeClosed(from, to).forEach(i -> asked.add(gathering.ask(i)));
                      done.complete(asked);
                    }))
        .await();
  }

  private List<Integer> put() throws InterruptedException {
    return put.poll(10, TimeUnit.SECONDS);
  }

  private Promise<List<String>> answer() throws InterruptedException {
    return answers.poll(10, TimeUnit.SECONDS);
  }

  @Test
  void whatIsAskedInOneTurnGoesTogether() throws Exception {
    List<Future<String>> asked = ask(1, 2);
    assertThat(put()).containsExactly(1, 2);
    answer().complete(List.of("one", "two"));
    assertThat(Future.all(asked).await().<String>list()).containsExactly("one", "two");
  }

  @Test
  void soManyGoTogetherAndTheRestWaitsForTheAnswer() throws Exception {
    List<Future<String>> first = ask(1, 5);
    ask(6, 7);
    assertThat(put()).containsExactly(1, 2, 3);
    assertThat(put).as("one at a time").isEmpty();

    answer().complete(List.of("one", "two", "three"));
    assertThat(first.get(2).await()).isEqualTo("three");
    assertThat(put()).containsExactly(4, 5, 6);
    answer().complete(List.of("four", "five", "six"));
    assertThat(put()).containsExactly(7);
  }

  @Test
  void soManyMayWaitAndMoreAreRefused() throws Exception {
    ask(1, 3);
    put();
    List<Future<String>> waiting = ask(4, Gathering.MOST_WAITING + 4);
    assertThat(ProblemException.of(waiting.getLast().cause()).type())
        .isEqualTo(ProblemType.OVERLOADED);
    assertThat(waiting.subList(0, Gathering.MOST_WAITING)).noneMatch(Future::isComplete);
  }

  @Test
  void aFailureIsThatOfThoseWhoAskedTogether() throws Exception {
    List<Future<String>> first = ask(1, 4);
    put();
    answer().fail("away");
    assertThat(put()).containsExactly(4);
    answer().complete(List.of("four"));
    assertThat(first.get(3).await()).isEqualTo("four");
    // Those who asked before are answered after the next question was put.
    assertThat(Future.join(first.subList(0, 3)).transform(Future::succeededFuture).await().failed())
        .isTrue();
    assertThat(first.subList(0, 3)).allMatch(Future::failed);
  }
}
