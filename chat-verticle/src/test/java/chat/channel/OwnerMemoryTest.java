package chat.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.config.ConfigurationException;
import org.junit.jupiter.api.Test;

class OwnerMemoryTest {
  private final OwnerMemory memory = new OwnerMemory(1_000);
  private final OwnerMemory.Share one = memory.share();
  private final OwnerMemory.Share other = memory.share();

  private static ChannelConfig config(int percent) {
    return new ChannelConfig(5_000, 100, percent, 1 << 20);
  }

  @Test
  void theBacklogsAndWhatIsRememberedOfAllPartitionsFillItTogether() {
    one.set(300, 200);
    other.set(100, 400);
    assertThat(memory.isFull()).isFalse();

    other.set(100, 401);
    assertThat(memory.isFull()).isTrue();

    one.set(0, 0);
    assertThat(memory.isFull()).isFalse();
  }

  @Test
  void whatIsRememberedIsGivenUpOnceItTakesHalfUnlessTheStoreIsBehind() {
    one.set(249, 500);
    assertThat(memory.isTight()).isFalse();

    one.set(249, 501);
    assertThat(memory.isTight()).isTrue();
    one.set(250, 501);
    assertThat(memory.isTight()).isFalse();
  }

  @Test
  void whatIsInTheLogIsDecidedHoweverMuchIsRemembered() {
    one.set(499, 5_000);
    assertThat(memory.isFull()).isTrue();
    assertThat(other.hasRoom()).isTrue();

    one.set(500, 5_000);
    assertThat(other.hasRoom()).isFalse();
    one.set(1_124, 0);
    assertThat(other.hasRoom()).isTrue();
    one.set(1_125, 0);
    assertThat(other.hasRoom()).isFalse();
  }

  @Test
  void itIsAPartOfTheHeap() {
    assertThat(OwnerMemory.limit(config(40), 320L << 20)).isBetween(127L << 20, 128L << 20);
    assertThat(OwnerMemory.limit(config(40), 1 << 20)).isEqualTo(OwnerMemory.LEAST);
    assertThatThrownBy(() -> OwnerMemory.limit(config(71), 1 << 30))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("channel.heapPercent");
  }

  @Test
  void recentMessagesAreFewerOnASmallHeap() {
    assertThat(new OwnerMemory(1 << 30).recentBytes(config(40), 64)).isEqualTo(1 << 20);
    assertThat(new OwnerMemory(128 << 20).recentBytes(config(40), 64)).isEqualTo(512 << 10);
  }
}
