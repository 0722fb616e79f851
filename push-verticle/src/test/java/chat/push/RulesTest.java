package chat.push;

import static org.assertj.core.api.Assertions.assertThat;

import chat.bus.PushMessages.Listener;
import java.util.List;
import org.junit.jupiter.api.Test;

class RulesTest {
  private static final List<String> NOBODY = List.of();
  private static final List<String> ME = List.of("other", "me");
  private static final List<String> ALL = List.of(Rules.CHANNEL);

  private static Listener level(String level) {
    return new Listener("me", level, false, false);
  }

  @Test
  void theLevelSaysWhatIsTold() {
    assertThat(Rules.wants(level("all"), NOBODY)).isTrue();
    assertThat(Rules.wants(level("mentions"), NOBODY)).isFalse();
    assertThat(Rules.wants(level("mentions"), ME)).isTrue();
    assertThat(Rules.wants(level("mentions"), ALL)).isTrue();
    assertThat(Rules.wants(level("mentions"), List.of(Rules.HERE))).isTrue();
    assertThat(Rules.wants(level("none"), ME)).isFalse();
  }

  @Test
  void aMutedTeamIsHeardOnlyWhenIAmNamed() {
    Listener muted = new Listener("me", "all", true, false);
    assertThat(Rules.wants(muted, NOBODY)).isFalse();
    assertThat(Rules.wants(muted, ALL)).isFalse();
    assertThat(Rules.wants(muted, ME)).isTrue();
  }

  @Test
  void whoWantsQuietHasIt() {
    assertThat(Rules.wants(new Listener("me", "all", false, true), ME)).isFalse();
  }
}
