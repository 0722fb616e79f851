package chat.store;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.Message;
import chat.store.Threads.Followed;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FollowedTest {
  private static final Instant NOW = Instant.ofEpochMilli(1_800_000_000_456L);
  private static final Message MESSAGE = message(1, "author", List.of());

  private static final Followed UNDECIDED = new Followed("c", 1, false, 0, 0);

  /** Wished for after the comment 4 and before 5. */
  private static final Followed STOPPED = new Followed("c", 1, false, 0, 9);

  private static Message message(long seq, String sender, List<String> mentions) {
    return new Message(
        "c", "id" + seq, seq, seq, seq, sender, "device", NOW, "text", "none", mentions);
  }

  private static List<Message> comment(long seq, String sender, String... mentions) {
    return List.of(message(seq, sender, List.of(mentions)));
  }

  @Test
  void whoTakesPartFollowsWithoutAsking() {
    assertThat(UNDECIDED.isFollowedBy("author", MESSAGE, List.of())).isTrue();
    assertThat(UNDECIDED.isFollowedBy("writer", MESSAGE, comment(4, "writer"))).isTrue();
    assertThat(UNDECIDED.isFollowedBy("named", MESSAGE, comment(4, "writer", "named"))).isTrue();
    assertThat(UNDECIDED.isFollowedBy("reader", MESSAGE, comment(4, "writer", "named"))).isFalse();
  }

  @Test
  void whoStoppedFollowsAgainWithTheirNextComment() {
    assertThat(STOPPED.isFollowedBy("author", MESSAGE, List.of())).isFalse();
    assertThat(STOPPED.isFollowedBy("writer", MESSAGE, comment(4, "writer"))).isFalse();
    assertThat(STOPPED.isFollowedBy("named", MESSAGE, comment(5, "writer", "named"))).isFalse();
    assertThat(STOPPED.isFollowedBy("writer", MESSAGE, comment(5, "writer"))).isTrue();
  }

  @Test
  void aNameThatIsEditedInMakesNoFollower() {
    Message edited = comment(4, "writer").getFirst().edit(5, "writer", NOW, "x", List.of("named"));

    assertThat(UNDECIDED.isFollowedBy("named", MESSAGE, List.of(edited))).isFalse();
  }
}
