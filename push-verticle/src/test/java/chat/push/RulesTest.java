package chat.push;

import static org.assertj.core.api.Assertions.assertThat;

import chat.bus.PushMessages.Listener;
import java.util.List;
import org.junit.jupiter.api.Test;

class RulesTest {
  private static final List<String> NOBODY = List.of();
  private static final List<String> ME = List.of("other", "me");
  private static final List<String> ALL = List.of(Rules.CHANNEL);
  private static final List<String> HERE = List.of("@here");

  private static Listener level(String level) {
    return new Listener("me", level, false, false);
  }

  private static boolean wants(Listener me, List<String> mentions) {
    return Rules.wants(me, post(mentions, 0, false), false);
  }

  private static LoggedPost post(List<String> mentions, long parent, boolean alsoInChannel) {
    return new LoggedPost(null, 1, 1, "channel", "other", mentions, parent, alsoInChannel);
  }

  @Test
  void theLevelSaysWhatIsTold() {
    assertThat(wants(level("all"), NOBODY)).isTrue();
    assertThat(wants(level("mentions"), NOBODY)).isFalse();
    assertThat(wants(level("mentions"), ME)).isTrue();
    assertThat(wants(level("mentions"), ALL)).isTrue();
    assertThat(wants(level("mentions"), HERE)).as("for those who are there").isFalse();
    assertThat(wants(level("all"), HERE)).isTrue();
    assertThat(wants(level("none"), ME)).isFalse();
  }

  @Test
  void aMutedTeamIsHeardOnlyWhenIAmNamed() {
    Listener muted = new Listener("me", "all", true, false);
    assertThat(wants(muted, NOBODY)).isFalse();
    assertThat(wants(muted, ALL)).isFalse();
    assertThat(wants(muted, ME)).isTrue();
  }

  @Test
  void whoWantsQuietHasIt() {
    assertThat(wants(new Listener("me", "all", false, true), ME)).isFalse();
  }

  @Test
  void ofCommentsIHearWhereIFollowOrAmNamed() {
    LoggedPost comment = post(NOBODY, 7, false);
    assertThat(Rules.wants(level("all"), comment, false)).isFalse();
    assertThat(Rules.wants(level("all"), comment, true)).isTrue();
    assertThat(Rules.wants(level("mentions"), comment, true)).isTrue();
    assertThat(Rules.wants(level("none"), comment, true)).isFalse();
    assertThat(Rules.wants(new Listener("me", "all", true, false), comment, true)).isFalse();
    assertThat(Rules.wants(level("all"), post(ME, 7, false), false)).isTrue();
    assertThat(Rules.wants(level("all"), post(NOBODY, 7, true), false))
        .as("one that stands in the channel too")
        .isTrue();
  }
}
