package chat.socket;

import static org.assertj.core.api.Assertions.assertThat;

import chat.id.Ids;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChannelIndexTest {
  private final ChannelIndex index = new ChannelIndex();
  private final String red = Ids.random();
  private final String blue = Ids.random();

  private static Session session(int number) {
    return new Session(null, number, Admission.NOWHERE, 0);
  }

  /** As a sign-in does it. */
  private void join(Session session, String... channels) {
    Collection<ChannelMembers> held = index.hold(List.of(channels)).values();
    index.begin(session, held);
    assertThat(index.release(held)).isEmpty();
  }

  private List<Integer> members(String channel) {
    List<Integer> members = new ArrayList<>();
    index.get(channel).forEach(members::add);
    return members;
  }

  @Test
  void aChannelIsUnusedOnceItsLastSessionHasLeft() {
    Session anna = session(1);
    Session ben = session(2);
    join(anna, red, blue);
    join(ben, red);

    assertThat(members(red)).containsExactly(1, 2);
    assertThat(index.end(anna)).containsExactly(blue);
    assertThat(index.get(blue)).isNull();
    assertThat(members(red)).containsExactly(2);
    assertThat(index.remove(red, ben)).containsExactly(red);
    assertThat(index.size()).isZero();
    assertThat(ben.channels).isEmpty();
  }

  @Test
  void aSignInUnderWayKeepsItsChannels() {
    Session anna = session(1);
    Collection<ChannelMembers> held = index.hold(List.of(red)).values();
    index.begin(anna, held);

    assertThat(index.end(anna)).isEmpty();
    assertThat(index.release(held)).containsExactly(red);
    assertThat(index.size()).isZero();
  }

  @Test
  void joiningTwiceIsJoiningOnce() {
    Session anna = session(1);

    assertThat(index.add(red, anna)).isTrue();
    assertThat(index.add(red, anna)).isFalse();

    assertThat(anna.channels).hasSize(1);
    assertThat(index.end(anna)).containsExactly(red);
  }

  @Test
  void aNumberThatIsUsedAgainNamesTheNewChannel() {
    Session anna = session(1);
    Session ben = session(2);
    join(anna, red);
    index.end(anna);
    join(ben, blue);

    assertThat(index.get(ben.channels[0]).id()).isEqualTo(blue);
    assertThat(index.get(red)).isNull();
  }
}
