package chat.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedReadsTest {
  private final List<String> asked = new ArrayList<>();
  private final List<Promise<String>> underWay = new ArrayList<>();
  private final SharedReads<String, String> reads =
      new SharedReads<>(
          key -> {
            asked.add(key);
            Promise<String> answer = Promise.promise();
            underWay.add(answer);
            return answer.future();
          });

  @Test
  void whoComesDuringAReadSharesTheNextOne() {
    Future<String> first = reads.of("a");
    Future<String> second = reads.of("a");
    Future<String> third = reads.of("a");
    assertThat(asked).containsExactly("a");
    underWay.get(0).complete("before");
    assertThat(asked).as("one for both").containsExactly("a", "a");
    Future<String> fourth = reads.of("a");
    underWay.get(1).complete("after");
    underWay.get(2).complete("last");
    assertThat(first.result()).isEqualTo("before");
    assertThat(List.of(second.result(), third.result())).containsOnly("after");
    assertThat(fourth.result()).isEqualTo("last");
    assertThat(asked).hasSize(3);
  }

  @Test
  void aReadThatIsOverIsNotRemembered() {
    reads.of("a");
    underWay.get(0).complete("old");
    Future<String> next = reads.of("a");
    underWay.get(1).complete("new");
    assertThat(next.result()).isEqualTo("new");
  }

  @Test
  void questionsThatDifferDoNotWaitForEachOther() {
    reads.of("a");
    Future<String> other = reads.of("b");
    underWay.get(1).complete("b");
    assertThat(other.result()).isEqualTo("b");
  }

  @Test
  void aFailureIsThatReadsOnly() {
    Future<String> first = reads.of("a");
    Future<String> second = reads.of("a");
    underWay.get(0).fail("away");
    underWay.get(1).complete("back");
    assertThat(first.failed()).isTrue();
    assertThat(second.result()).isEqualTo("back");
    assertThat(reads.of("a").isComplete()).isFalse();
  }
}
