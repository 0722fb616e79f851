package chat.store;

import chat.problem.ProblemException;
import chat.problem.ProblemType;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;

/**
 * Puts questions that many ask at about the same time to somebody else together, so that a thousand
 * cost little more than one. Nobody waits for others to come: a question is put at the end of the
 * turn in which it was asked, unless as many as may be are under way; those that come meanwhile go
 * together next. So the more there is to ask, the more go together.
 *
 * <p>At most {@link #MOST_WAITING} questions wait; more are refused as {@code overloaded}. Confined
 * to its event loop.
 *
 * @param <Q> a question
 * @param <A> its answer
 */
public final class Gathering<Q, A> {
  /** Questions that may wait. */
  public static final int MOST_WAITING = 16_384;

  private final Context context;
  private final int most;
  private final int atOnce;
  private final Function<List<Q>, Future<List<A>>> ask;
  private final Queue<Asked<Q, A>> waiting = new ArrayDeque<>();
  private int underWay;
  private boolean due;

  private record Asked<Q, A>(Q question, Promise<A> answer) {}

  /**
   * On an event loop.
   *
   * @param context of the event loop
   * @param most questions that may go together
   * @param atOnce how often {@code ask} may be under way
   * @param ask gives the answers in the order of the questions; if it fails, all have failed
   */
  public Gathering(Context context, int most, int atOnce, Function<List<Q>, Future<List<A>>> ask) {
    this.context = context;
    this.most = most;
    this.atOnce = atOnce;
    this.ask = ask;
  }

  /** Asks one question; the answer comes on the event loop. */
  public Future<A> ask(Q question) {
    if (waiting.size() >= MOST_WAITING) {
      return Future.failedFuture(
          new ProblemException(ProblemType.OVERLOADED, "Too many wait for the same"));
    }
    Promise<A> answer = Promise.promise();
    waiting.add(new Asked<>(question, answer));
    if (!due && underWay < atOnce) {
      due = true;
      context.runOnContext(turn -> put());
    }
    return answer.future();
  }

  private void put() {
    due = false;
    while (underWay < atOnce && !waiting.isEmpty()) {
      List<Asked<Q, A>> together = new ArrayList<>(Math.min(most, waiting.size()));
      while (together.size() < most && !waiting.isEmpty()) {
        together.add(waiting.remove());
      }
      underWay++;
      ask.apply(together.stream().map(Asked::question).toList())
          .onComplete(
              answers -> {
                underWay--;
                put();
                for (int i = 0; i < together.size(); i++) {
                  if (answers.succeeded()) {
                    together.get(i).answer().complete(answers.result().get(i));
                  } else {
                    together.get(i).answer().fail(answers.cause());
                  }
                }
              });
    }
  }
}
