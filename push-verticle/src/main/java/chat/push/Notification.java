package chat.push;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a device is told: ids and counts, never text. Its JSON is part of the contract. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "t")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Notification.NewMessages.class, name = "message"),
  @JsonSubTypes.Type(value = Notification.Clear.class, name = "clear"),
  @JsonSubTypes.Type(value = Notification.Trial.class, name = "test"),
})
sealed interface Notification {
  /** Of the form of the JSON. */
  int VERSION = 1;

  int v();

  /** Notifications of one topic take each other's place. */
  String topic();

  /** Up to which message of the channel it says something; 0 if it does not. */
  long n();

  /** Whether the device should wake up for it. */
  default boolean urgent() {
    return true;
  }

  /**
   * There is something new in a channel.
   *
   * @param seq of the newest message
   * @param n of the newest message
   * @param unread how many messages are not read there
   * @param mention whether one of those that were just sent mentions the user
   * @param badge channels with notifications that are not read, this one included
   */
  record NewMessages(
      int v, String channel, long seq, long n, long unread, boolean mention, int badge)
      implements Notification {
    @Override
    public String topic() {
      return channel;
    }
  }

  /** The channel was read up to {@code n} elsewhere. */
  record Clear(int v, String channel, long n, int badge) implements Notification {
    @Override
    public String topic() {
      return channel;
    }

    @Override
    public boolean urgent() {
      return false;
    }
  }

  /** Shows that notifications arrive. */
  record Trial(int v) implements Notification {
    @Override
    public String topic() {
      return "test";
    }

    @Override
    public long n() {
      return 0;
    }
  }
}
