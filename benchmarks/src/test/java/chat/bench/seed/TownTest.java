package chat.bench.seed;

import static org.assertj.core.api.Assertions.assertThat;

import chat.id.Ids;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TownTest {
  @ParameterizedTest
  @CsvSource({"19000,19,20", "10000,1,10", "8,50,2", "1,3,1", "95000,19,20"})
  void everyChannelHasItsMembersAndEverybodyDifferentChannels(int people, int each, int members) {
    Town town = new Town(people, each, members, true);
    int[] found = new int[town.channels()];
    for (int person = 0; person < people; person++) {
      Set<Integer> own = new HashSet<>();
      for (int round = 0; round < each; round++) {
        int channel = town.channel(person, round);
        found[channel]++;
        own.add(channel);
      }
      assertThat(own).hasSize(each);
    }
    assertThat(found).containsOnly(members);
  }

  @Test
  void idsAreIdsAndDiffer() {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      for (String id : new String[] {Town.user(i), Town.device(i), Town.channelId(i)}) {
        assertThat(Ids.isId(id)).isTrue();
        // 128 bits: the last character has two that are always 0.
        assertThat("048cgkos").contains(id.substring(Ids.LENGTH - 1));
        assertThat(ids.add(id)).isTrue();
      }
    }
    assertThat(Town.user(5)).as("every process makes the same").isEqualTo(Town.user(5));
  }
}
