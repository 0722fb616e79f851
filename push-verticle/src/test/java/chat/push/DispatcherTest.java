package chat.push;

import static chat.push.TestPush.until;
import static org.assertj.core.api.Assertions.assertThat;

import chat.push.Notification.Clear;
import chat.push.Notification.NewMessages;
import chat.push.Notification.Trial;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One device whose push service answers when the test says so. */
class DispatcherTest {
  private static final String CHANNEL = "channel";
  private static final Subscription DEVICE =
      new Subscription("ada", "phone", "session", new Target.Fcm("token"));

  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Context own = vertx.getOrCreateContext();
  private final List<Notification> pushed = new CopyOnWriteArrayList<>();
  private final List<Promise<Outcome>> answers = new CopyOnWriteArrayList<>();
  private final AtomicInteger dealtWith = new AtomicInteger();
  private final Dispatcher dispatcher = start();

  private final class Slow implements Provider {
    @Override
    public String service(Target target) {
      return "slow";
    }

    @Override
    public Future<Outcome> push(Target target, Notification notification) {
      Promise<Outcome> answer = Promise.promise();
      answers.add(answer);
      pushed.add(notification);
      return answer.future();
    }
  }

  private Dispatcher start() {
    Promise<Dispatcher> made = Promise.promise();
    own.runOnContext(
        turn ->
            made.complete(
                new Dispatcher(
                    vertx,
                    Map.of("fcm", new Slow()),
                    new Subscriptions(vertx, null, () -> {}),
                    new Parked(null),
                    1,
                    metrics)));
    return made.future().await();
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  private void offer(Notification notification) {
    offer(notification, 0);
  }

  private void offer(Notification notification, long since) {
    Promise<Void> offered = Promise.promise();
    own.runOnContext(
        turn -> {
          dispatcher.offer(DEVICE, notification, since, dealtWith::incrementAndGet);
          offered.complete();
        });
    offered.future().await();
  }

  private void answer(int which) {
    own.runOnContext(turn -> answers.get(which).complete(new Outcome.Delivered()));
  }

  private static NewMessages news(long n) {
    return new NewMessages(Notification.VERSION, CHANNEL, n, n, 0, 1, false, 1);
  }

  private static Clear read(long n) {
    return new Clear(Notification.VERSION, CHANNEL, n, 0, 0, 0);
  }

  @Test
  void aReadingThatIsOlderThanTheNewsDoesNotTakeItBack() {
    offer(news(1));
    offer(news(3));
    offer(read(2));
    answer(0);
    until("the next", () -> pushed.size() == 2);
    answer(1);
    until("all three", () -> dealtWith.get() == 3);

    assertThat(pushed).containsExactly(news(1), news(3));
  }

  @Test
  void aReadingOfTheNewsTakesItsPlace() {
    offer(news(1));
    offer(news(3));
    offer(read(3));
    answer(0);
    until("the next", () -> pushed.size() == 2);

    assertThat(pushed).containsExactly(news(1), read(3));
  }

  /** One that was of no time would be too old to be kept while its service is away. */
  @Test
  void newsThatTakeThePlaceOfAReadingAreOfTheirOwnTime() {
    offer(read(1));
    offer(read(2));
    offer(news(3), System.currentTimeMillis());
    answer(0);
    until("the news", () -> pushed.size() == 2);
    answer(1);
    until("all three", () -> dealtWith.get() == 3);

    assertThat(metrics.get("chat_push_hand_over").timer().count()).isEqualTo(1);
  }

  @Test
  void whatTheDeviceKnowsIsNotToldAgain() {
    offer(news(2));
    offer(news(1));
    answer(0);
    until("both", () -> dealtWith.get() == 2);
    offer(news(3));
    offer(news(3));
    answer(1);
    until("all four", () -> dealtWith.get() == 4);
    offer(read(3));
    until("it is taken back", () -> pushed.size() == 3);

    assertThat(pushed).containsExactly(news(2), news(3), read(3));
  }

  @Test
  void aReadingAndATestAreToldAfterWhatTheyFollow() {
    offer(news(2));
    offer(read(2));
    answer(0);
    until("it is taken back", () -> pushed.size() == 2);
    answer(1);
    offer(new Trial(Notification.VERSION));
    offer(new Trial(Notification.VERSION));
    until("a test", () -> pushed.size() == 3);
    answer(2);
    until("another", () -> pushed.size() == 4);

    assertThat(pushed.subList(0, 2)).containsExactly(news(2), read(2));
  }
}
