package chat.push;

import static org.assertj.core.api.Assertions.assertThat;

import chat.push.Dispatcher.Key;
import io.vertx.core.Future;
import org.junit.jupiter.api.Test;

class ParkedHereTest {
  private final ParkedHere parked = new ParkedHere();

  private void park(String device, long order) {
    parked.add(new Key(device, "topic"), order, Future.succeededFuture());
  }

  private boolean isTaken(String device, long order) {
    return parked.takeUpTo(new Key(device, "topic"), order).isPresent();
  }

  @Test
  void whatIsNewerTakesItAwayOnce() {
    park("phone", 5);

    assertThat(isTaken("phone", 4)).isFalse();
    assertThat(isTaken("desktop", 5)).isFalse();
    assertThat(isTaken("phone", 5)).isTrue();
    assertThat(isTaken("phone", 6)).isFalse();
  }

  @Test
  void theNewestCounts() {
    park("phone", 5);
    park("phone", 4);

    assertThat(isTaken("phone", 4)).isFalse();
    assertThat(isTaken("phone", 5)).isTrue();
  }

  @Test
  void ofTooManyTheFirstAreForgotten() {
    for (int i = 0; i <= ParkedHere.MOST; i++) {
      park("phone-" + i, 1);
    }

    assertThat(isTaken("phone-0", 1)).isFalse();
    assertThat(isTaken("phone-1", 1)).isTrue();
    assertThat(isTaken("phone-" + ParkedHere.MOST, 1)).isTrue();
  }
}
