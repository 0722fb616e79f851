package chat.socket;

import static org.assertj.core.api.Assertions.assertThat;

import chat.id.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChannelIndexTest {
  private final ChannelIndex index = new ChannelIndex();
  private final String red = Ids.random();
  private final String blue = Ids.random();

  private static Session session(int number) {
    return new Session(null, number, Admission.NOWHERE, 0);
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
    index.begin(anna, Set.of(red, blue));
    index.begin(ben, Set.of(red));

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
    index.hold(Set.of(red));
    index.begin(anna, Set.of(red));

    assertThat(index.end(anna)).isEmpty();
    assertThat(index.release(Set.of(red))).containsExactly(red);
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
    index.begin(anna, Set.of(red));
    index.end(anna);
    index.begin(ben, Set.of(blue));

    assertThat(index.get(ben.channels[0]).id()).isEqualTo(blue);
    assertThat(index.get(red)).isNull();
  }
}
