package chat.bench.fire;

import chat.bench.fire.History.Delivery;
import chat.bench.fire.History.Entry;
import chat.bench.fire.History.Outcome;
import chat.bench.fire.History.ReadTold;
import chat.bench.fire.History.Submission;
import chat.bench.fire.History.View;
import chat.bench.fire.History.Window;
import chat.bench.fire.Violation.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares what clients did and saw with the history. A pure function:
 *
 * <ul>
 *   <li>every acknowledged message is in the history exactly once, in the place that was named;
 *   <li>no other message is there twice, and none that nobody sent;
 *   <li>{@code n} counts from 1 and {@code seq} goes up by one, and {@code changes} says the same;
 *   <li>every client got messages in the history's order, each at most once;
 *   <li>every client had every message when the window ended in which it was acknowledged;
 *   <li>every send was answered in the end;
 *   <li>what a client was told of its read positions never went back, and a sign-in at the end
 *       knows all of it.
 * </ul>
 */
public final class Checker {
  private final History history;
  private final Map<Long, Submission> submissions = new HashMap<>();
  private final Map<String, Map<Long, Entry>> places = new HashMap<>();
  private final Map<Long, Entry> firstPlace = new HashMap<>();
  private final List<Violation> violations = new ArrayList<>();

  private Checker(History history) {
    this.history = history;
    history.submissions().forEach(each -> submissions.put(each.key(), each));
    history
        .stored()
        .forEach(
            (channel, entries) -> {
              Map<Long, Entry> bySeq = places.computeIfAbsent(channel, c -> new HashMap<>());
              entries.forEach(entry -> bySeq.put(entry.seq(), entry));
              entries.forEach(entry -> firstPlace.putIfAbsent(entry.key(), entry));
            });
  }

  private boolean stands(String channel, Entry entry) {
    return entry.equals(places.getOrDefault(channel, Map.of()).get(entry.seq()));
  }

  /** Judges a run. */
  public static Verdict check(History history) {
    Checker checker = new Checker(history);
    history.stored().forEach(checker::numbers);
    history.troubles().forEach(each -> checker.broken(Kind.NOT_WELL, each.at(), each.what()));
    checker.sameChanges();
    checker.acknowledged();
    for (View view : history.views()) {
      checker.order(view);
      checker.complete(view);
      checker.reads(view);
    }
    return new Verdict(new Lines(history, checker.violations).all(), checker.violations);
  }

  private void broken(Kind kind, long at, String what) {
    violations.add(new Violation(kind, at, what));
  }

  /** When a message was sent; the end of the run for one that nobody sent. */
  private long timeOf(long key) {
    Submission submission = submissions.get(key);
    return submission == null ? history.windows().getLast().to() : submission.at();
  }

  private void numbers(String channel, List<Entry> entries) {
    Set<Long> keys = new HashSet<>();
    Entry before = null;
    for (Entry entry : entries) {
      long at = timeOf(entry.key());
      if (!submissions.containsKey(entry.key())) {
        broken(Kind.FOREIGN, at, channel + " has a message that nobody sent: " + entry);
      } else if (!keys.add(entry.key())) {
        broken(Kind.DUPLICATED, at, channel + " has a message twice: " + entry);
      }
      long n = before == null ? 1 : before.n() + 1;
      long seq = before == null ? entry.seq() : before.seq() + 1;
      if (entry.n() != n || entry.seq() != seq) {
        broken(
            Kind.OUT_OF_ORDER,
            at,
            "%s goes on with %s where seq %d, n %d is due".formatted(channel, entry, seq, n));
      }
      before = entry;
    }
  }

  private void sameChanges() {
    history
        .stored()
        .forEach(
            (channel, entries) -> {
              if (!entries.equals(history.changes().get(channel))) {
                broken(
                    Kind.OUT_OF_ORDER,
                    history.windows().getLast().to(),
                    "the changes of " + channel + " are not its history");
              }
            });
  }

  private void acknowledged() {
    for (Submission submission : history.submissions()) {
      switch (submission.outcome()) {
        case Outcome.Acknowledged ack -> {
          Entry place = new Entry(ack.seq(), ack.n(), ack.id(), submission.key());
          if (!places.containsKey(submission.channel())) {
            continue; // Its history could not be read, which is a trouble of its own.
          }
          if (!firstPlace.containsKey(submission.key())) {
            broken(Kind.LOST, submission.at(), submission + " is not in the history");
          } else if (!stands(submission.channel(), place)) {
            broken(
                Kind.OUT_OF_ORDER,
                submission.at(),
                submission + " stands at " + firstPlace.get(submission.key()));
          }
        }
        case Outcome.Failed failed ->
            broken(Kind.UNANSWERED, submission.at(), "a send failed: " + failed.why());
        case Outcome.Unanswered none ->
            broken(Kind.UNANSWERED, submission.at(), submission + " was not answered");
      }
    }
  }

  private void order(View view) {
    Map<String, Long> last = new HashMap<>();
    Set<Long> seen = new HashSet<>();
    for (Delivery delivery : view.deliveries()) {
      Entry entry = delivery.entry();
      long before = last.getOrDefault(delivery.channel(), 0L);
      if (!seen.add(entry.key())) {
        broken(Kind.DUPLICATED, delivery.at(), view.client() + " got twice: " + delivery);
      } else if (entry.seq() <= before) {
        broken(
            Kind.OUT_OF_ORDER,
            delivery.at(),
            view.client() + " got " + delivery + " after " + before);
      }
      if (places.containsKey(delivery.channel()) && !stands(delivery.channel(), entry)) {
        broken(
            Kind.OUT_OF_ORDER,
            delivery.at(),
            view.client() + " got what is not in the history: " + delivery);
      }
      last.put(delivery.channel(), Math.max(before, entry.seq()));
    }
  }

  private void complete(View view) {
    Map<Long, Long> deliveredAt = new HashMap<>();
    view.deliveries().forEach(each -> deliveredAt.putIfAbsent(each.entry().key(), each.at()));
    for (Submission submission : history.submissions()) {
      if (submission.outcome() instanceof Outcome.Acknowledged ack) {
        Long at = deliveredAt.get(submission.key());
        if (at == null) {
          broken(Kind.INCOMPLETE, submission.at(), view.client() + " never got " + submission);
        } else if (at > dueBy(ack.at())) {
          broken(Kind.LATE, submission.at(), view.client() + " got too late " + submission);
        }
      }
    }
  }

  /** The end of the first window that began to settle after {@code time}. */
  private long dueBy(long time) {
    for (Window window : history.windows()) {
      if (time < window.settling()) {
        return window.to();
      }
    }
    return Long.MAX_VALUE;
  }

  /**
   * A sign-in knows all that was told before it. What comes live on a socket never goes back,
   * unless it may have been held up on the way. It may be behind its {@code ready}, though: it was
   * under way then. And where {@code ready} could not tell, the answer is looked up later and may
   * cross what comes live, so only the next sign-in is compared.
   */
  private void reads(View view) {
    Map<String, Long> highest = new HashMap<>();
    Map<String, Long> live = new HashMap<>();
    for (ReadTold told : view.reads()) {
      String channel = told.channel();
      switch (told) {
        case ReadTold.SigningIn signIn when signIn.n() == null -> live.remove(channel);
        case ReadTold.SigningIn signIn -> {
          notBack(view, channel, highest, signIn.n(), signIn.at());
          live.put(channel, 0L);
          highest.merge(channel, signIn.n(), Math::max);
        }
        case ReadTold.Live later -> {
          if (!mayBeLate(later.at())) {
            notBack(view, channel, live, later.n(), later.at());
          }
          live.computeIfPresent(channel, (c, before) -> Math.max(before, later.n()));
          highest.merge(channel, later.n(), Math::max);
        }
      }
    }
    long end = history.windows().getLast().to();
    view.readAtEnd().forEach((channel, n) -> notBack(view, channel, highest, n, end));
  }

  /** Whether what comes live at that time may have been held up: in such a window or after it. */
  private boolean mayBeLate(long time) {
    boolean before = false;
    for (Window window : history.windows()) {
      if (time < window.to()) {
        return before || window.late();
      }
      before = window.late();
    }
    return before;
  }

  private void notBack(View view, String channel, Map<String, Long> known, long n, long at) {
    long before = known.getOrDefault(channel, 0L);
    if (n < before) {
      broken(
          Kind.READ_BACK,
          at,
          "%s had read %s up to %d, then was told %d".formatted(view.client(), channel, before, n));
    }
  }
}
