package chat.sql;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;

/**
 * Lets callers that ask the database for the same kind of thing at about the same time share a
 * statement, so that a thousand cost little more than one. Nobody waits for others to come: only
 * while as many statements as may be are under way do questions wait, and whoever's statement has
 * ended has the next one put for all that wait. An answer is never older than its question.
 *
 * <p>Thread-safe; calls wait, so make them on virtual threads. Holds no more questions than there
 * are callers.
 *
 * @param <Q> a question
 * @param <A> its answer
 */
public final class SharedStatement<Q, A> {
  private final int most;
  private final int atOnce;
  private final Function<List<Q>, List<A>> statement;
  private final Queue<Asked<Q, A>> waiting = new ArrayDeque<>();
  private int underWay;

  private static final class Asked<Q, A> {
    final Q question;

    /** Completes with those whose statement this caller is to put, or with none once answered. */
    final Promise<List<Asked<Q, A>>> turn = Promise.promise();

    A answer;

    Asked(Q question) {
      this.question = question;
    }
  }

  /**
   * Shared by all who ask it.
   *
   * @param most questions that go together
   * @param atOnce statements that may be under way
   * @param statement gives the answers in the order of the questions; if it fails, all have failed
   */
  public SharedStatement(int most, int atOnce, Function<List<Q>, List<A>> statement) {
    this.most = most;
    this.atOnce = atOnce;
    this.statement = statement;
  }

  /** The answer; fails as the statement does. */
  public A ask(Q question) {
    Asked<Q, A> mine = new Asked<>(question);
    List<Asked<Q, A>> together = enter(mine);
    if (together.isEmpty()) {
      together = Future.await(mine.turn.future());
    }
    if (!together.isEmpty()) {
      put(together);
    }
    return mine.answer;
  }

  /** How many questions wait. */
  int waiting() {
    synchronized (waiting) {
      return waiting.size();
    }
  }

  private List<Asked<Q, A>> enter(Asked<Q, A> asked) {
    synchronized (waiting) {
      waiting.add(asked);
      return next();
    }
  }

  /** What goes together next, the caller who is to put it first; nothing if it has to wait. */
  private List<Asked<Q, A>> next() {
    if (underWay == atOnce || waiting.isEmpty()) {
      return List.of();
    }
    underWay++;
    List<Asked<Q, A>> together = new ArrayList<>(Math.min(most, waiting.size()));
    while (together.size() < most && !waiting.isEmpty()) {
      together.add(waiting.remove());
    }
    return together;
  }

  private void put(List<Asked<Q, A>> together) {
    List<Asked<Q, A>> others = together.subList(1, together.size());
    try {
      List<A> answers = statement.apply(together.stream().map(each -> each.question).toList());
      for (int i = 0; i < together.size(); i++) {
        together.get(i).answer = answers.get(i);
      }
      others.forEach(each -> each.turn.complete(List.of()));
    } catch (RuntimeException | Error e) {
      others.forEach(each -> each.turn.tryFail(e));
      throw e;
    } finally {
      handOver();
    }
  }

  private void handOver() {
    List<Asked<Q, A>> next;
    synchronized (waiting) {
      underWay--;
      next = next();
    }
    if (!next.isEmpty()) {
      next.getFirst().turn.complete(next);
    }
  }
}
