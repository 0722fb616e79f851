package chat.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RulesTest {
  @ParameterizedTest
  @CsvSource({
    "OWNER,  false, true,  true,  true",
    "ADMIN,  false, false, true,  true",
    "MEMBER, false, false, false, false",
    "GUEST,  false, false, false, false"
  })
  void whoMayRemoveAnOwnerAnAdminAMemberAGuest(
      Role actor, boolean owner, boolean admin, boolean member, boolean guest) {
    assertThat(Rules.mayRemove(actor, Role.OWNER)).isEqualTo(owner);
    assertThat(Rules.mayRemove(actor, Role.ADMIN)).isEqualTo(admin);
    assertThat(Rules.mayRemove(actor, Role.MEMBER)).isEqualTo(member);
    assertThat(Rules.mayRemove(actor, Role.GUEST)).isEqualTo(guest);
  }

  @Test
  void nobodyGivesARoleThatIsNotBelowTheirOwn() {
    for (Role actor : Role.values()) {
      for (Role target : Role.values()) {
        for (Role wanted : Role.values()) {
          boolean may = Rules.mayChangeRole(actor, target, wanted);
          assertThat(may)
              .as(actor + " makes " + target + " " + wanted)
              .isEqualTo(
                  (actor == Role.OWNER && target != Role.OWNER && wanted != Role.OWNER)
                      || (actor == Role.ADMIN
                          && target.isAtLeast(Role.MEMBER) == (target == Role.MEMBER)
                          && wanted.isAtLeast(Role.MEMBER) == (wanted == Role.MEMBER)));
        }
      }
    }
  }

  @Test
  void aGuestManagesNoChannelWhateverTheyAreInIt() {
    assertThat(Rules.mayManageChannel(Role.GUEST, Optional.of(Role.OWNER))).isFalse();
    assertThat(Rules.mayManageChannel(Role.MEMBER, Optional.of(Role.OWNER))).isTrue();
    assertThat(Rules.mayManageChannel(Role.MEMBER, Optional.of(Role.MEMBER))).isFalse();
    assertThat(Rules.mayManageChannel(Role.ADMIN, Optional.empty())).isTrue();
  }
}
