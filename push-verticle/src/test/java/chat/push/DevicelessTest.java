package chat.push;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DevicelessTest {
  private static final String CHANNEL = "channel";

  private final Deviceless deviceless = new Deviceless();

  @Test
  void aChannelIsPassedOverUntilSomebodyJoins() {
    deviceless.add(CHANNEL, deviceless.version());
    assertThat(deviceless.covers(CHANNEL)).isTrue();
    assertThat(deviceless.covers("another")).isFalse();

    deviceless.membersWillChange("another");
    assertThat(deviceless.covers(CHANNEL)).isTrue();
    deviceless.membersWillChange(CHANNEL);
    assertThat(deviceless.covers(CHANNEL)).isFalse();
  }

  @Test
  void aChannelIsPassedOverUntilADeviceSubscribes() {
    deviceless.add(CHANNEL, deviceless.version());

    deviceless.forgetAll();

    assertThat(deviceless.covers(CHANNEL)).isFalse();
  }

  @Test
  void whatWasAskedBeforeMembersChangedIsNotTaken() {
    long before = deviceless.version();
    deviceless.membersWillChange(CHANNEL);
    // The verticle has not heard of it: what it asks now may be answered from memory.
    deviceless.add(CHANNEL, deviceless.version());
    assertThat(deviceless.covers(CHANNEL)).isFalse();

    deviceless.membersChanged();
    deviceless.add(CHANNEL, before);
    assertThat(deviceless.covers(CHANNEL)).isFalse();

    deviceless.add(CHANNEL, deviceless.version());
    assertThat(deviceless.covers(CHANNEL)).isTrue();
  }

  @Test
  void whatWasAskedBeforeADeviceSubscribedIsNotTaken() {
    long before = deviceless.version();
    deviceless.forgetAll();

    deviceless.add(CHANNEL, before);

    assertThat(deviceless.covers(CHANNEL)).isFalse();
  }
}
