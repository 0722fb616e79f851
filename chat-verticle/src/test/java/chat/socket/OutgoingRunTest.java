package chat.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.delivery.FeedEvent;
import chat.protocol.MemberChange;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutgoingRunTest {
  private static FeedEvent event(String channel, String frame, MemberChange members) {
    return new FeedEvent(channel, 1, 1, frame.getBytes(UTF_8), members);
  }

  private static FeedEvent event(String channel, String frame) {
    return event(channel, frame, null);
  }

  /** What goes out together, as "channel frame frame". */
  private static List<String> runs(FeedEvent... events) {
    return OutgoingRun.of(List.of(events)).stream()
        .map(
            run ->
                run.channel()
                    + run.each().stream().map(each -> " " + each.text()).reduce("", String::concat))
        .toList();
  }

  @Test
  void eventsOfAChannelGoTogetherInTheirOrder() {
    assertThat(runs(event("a", "1"), event("b", "1"), event("a", "2"), event("a", "3")))
        .containsExactly("a 1 2 3", "b 1");
  }

  @Test
  void aChangeOfMembersGoesByItself() {
    MemberChange change = new MemberChange(List.of(), List.of("someone"), "other", 1);
    assertThat(
            runs(
                event("a", "1"),
                event("a", "2"),
                event("a", "goes", change),
                event("a", "3"),
                event("b", "1"),
                event("a", "4")))
        .containsExactly("a 1 2", "a goes", "a 3 4", "b 1");
  }

  @Test
  void aRunIsNoLongerThanAConnectionMayTake() {
    String half = "x".repeat(OutgoingRun.MOST_BYTES / 2);
    assertThat(runs(event("a", half), event("a", half), event("a", "3"), event("a", half)))
        .containsExactly("a " + half + " " + half, "a 3 " + half);
    assertThat(runs(event("a", half + half + "x"), event("a", "2"))).hasSize(2);
  }
}
