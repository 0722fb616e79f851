package chat.channel;

import static org.assertj.core.api.Assertions.assertThat;

import chat.channel.OpenChannels.OpenChannel;
import chat.id.Ids;
import chat.id.OperationId;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenChannelsTest {
  private static final long START = 1_800_000_000_000L;
  private static final long MINUTE = 60_000;

  private final OpenChannels channels = new OpenChannels(null, 1 << 20);

  /** A channel in which one operation a second was decided for 18 minutes. */
  private OpenChannel busy() {
    ChannelState state = new ChannelState(Ids.random());
    for (long time = START; time < START + 18 * MINUTE; time += 1_000) {
      state.seq++;
      state.n++;
      state.time = time;
      state.window.add(
          new IdWindow.Entry(OperationId.of(time, 1, state.seq), state.seq, state.n, time));
    }
    channels.opened(state.channel, new Summaries.Loaded(state, 0, List.of()));
    return channels.get(state.channel);
  }

  @Test
  void idsThatAreTooOldToMatterAreGivenUpWithoutARecord() {
    OpenChannel busy = busy();
    long before = channels.bytes();
    assertThat(channels.ids()).isEqualTo(18 * 60);

    long now = busy.state.time + MINUTE;
    channels.relieve(now, channel -> true);

    assertThat(channels.ids()).isEqualTo(15 * 60 - 59);
    assertThat(channels.bytes()).isLessThan(before);
    assertThat(channels.at(busy.state.channel, now)).isSameAs(busy);
  }

  @Test
  void whatWasGivenUpIsReadAgainIfTheLogsTimeHasGoneBack() {
    OpenChannel busy = busy();
    long now = busy.state.time + MINUTE;
    channels.relieve(now, channel -> true);

    assertThat(channels.at(busy.state.channel, now - 1)).isNull();
    assertThat(channels.get(busy.state.channel)).isNull();
    assertThat(channels.ids()).isZero();
    assertThat(channels.bytes()).isZero();
  }

  @Test
  void aQuietChannelIsClosedAndItsHeadIsKnown() {
    OpenChannel busy = busy();
    channels.relieve(busy.state.time + MINUTE + 1, channel -> true);

    assertThat(channels.get(busy.state.channel)).isNull();
    assertThat(channels.bytes()).isZero();
    assertThat(channels.heads(List.of(busy.state.channel)).result())
        .containsEntry(busy.state.channel, new Summaries.Head(1_080, 1_080, List.of()));
  }

  @Test
  void whatTheStoreLacksIsNotGivenUp() {
    OpenChannel busy = busy();
    channels.relieve(busy.state.time + 20 * MINUTE, channel -> false);

    assertThat(channels.get(busy.state.channel)).isSameAs(busy);
    assertThat(channels.ids()).isEqualTo(18 * 60);
  }
}
