package chat.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SharedStatementTest {
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private final BlockingQueue<UnderWay> underWay = new LinkedBlockingQueue<>();
  private final SharedStatement<Integer, String> shared =
      new SharedStatement<>(
          3,
          1,
          questions -> {
            UnderWay statement = new UnderWay(questions, new CompletableFuture<>());
            underWay.add(statement);
            return statement.answers.join();
          });

  /** A statement that the database has not answered yet. */
  private record UnderWay(List<Integer> questions, CompletableFuture<List<String>> answers) {
    void answer() {
      answers.complete(questions.stream().map(question -> "answer " + question).toList());
    }
  }

  @AfterEach
  void stop() {
    callers.shutdownNow();
  }

  private Future<String> ask(int question) {
    Future<String> answer = callers.submit(() -> shared.ask(question));
    return answer;
  }

  /** Asks them one after the other while a statement is under way, so that all have to wait. */
  private List<Future<String>> askInOrder(int from, int to) {
    List<Future<String>> answers = new ArrayList<>();
    for (int question = from; question <= to; question++) {
      int waiting = shared.waiting();
      answers.add(ask(question));
      while (shared.waiting() == waiting) {
        LockSupport.parkNanos(100_000);
      }
    }
    return answers;
  }

  private UnderWay next() throws InterruptedException {
    UnderWay statement = underWay.poll(10, TimeUnit.SECONDS);
    assertThat(statement).as("a statement in time").isNotNull();
    return statement;
  }

  @Test
  void thoseThatComeDuringAStatementGoTogetherInTheNext() throws Exception {
    Future<String> first = ask(0);
    UnderWay alone = next();
    List<Future<String>> others = askInOrder(1, 5);

    assertThat(alone.questions).containsExactly(0);
    assertThat(underWay).as("only one at a time").isEmpty();
    alone.answer();
    assertThat(first.get()).isEqualTo("answer 0");
    UnderWay together = next();
    assertThat(together.questions).containsExactly(1, 2, 3);
    together.answer();
    UnderWay rest = next();
    assertThat(rest.questions).containsExactly(4, 5);
    rest.answer();
    for (int i : IntStream.rangeClosed(1, 5).toArray()) {
      assertThat(others.get(i - 1).get()).isEqualTo("answer " + i);
    }
  }

  @Test
  void aFailureIsThatOfAllInTheStatementAndOfNobodyElse() throws Exception {
    ask(0);
    UnderWay alone = next();
    List<Future<String>> others = askInOrder(1, 4);
    alone.answer();

    next().answers.completeExceptionally(new IllegalStateException("away"));
    next().answer();

    for (Future<String> failed : others.subList(0, 3)) {
      assertThatThrownBy(failed::get)
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseMessage("away");
    }
    assertThat(others.get(3).get()).isEqualTo("answer 4");
    Future<String> later = ask(5);
    next().answer();
    assertThat(later.get()).isEqualTo("answer 5");
  }
}
