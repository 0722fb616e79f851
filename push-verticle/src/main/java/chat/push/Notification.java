package chat.push;

import com.fasterxml.jackson.annotation.JsonInclude;
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

  /** Of a channel's id as many characters as leave room for a number: RFC 8030 allows 32. */
  int TOPIC_PREFIX = 20;

  int v();

  /** Notifications of one topic take each other's place. */
  String topic();

  /** Of two with one topic the higher is the newer. */
  long order();

  /** The topic of what stands in a channel, or, with a parent, of the comments on a message. */
  private static String topic(String channel, long parent) {
    return parent == 0
        ? channel
        : channel.substring(0, Math.min(TOPIC_PREFIX, channel.length()))
            + '-'
            + Long.toString(parent, Character.MAX_RADIX);
  }

  /** Whether the device should wake up for it. */
  default boolean urgent() {
    return true;
  }

  /**
   * There is something new in a channel, or among the comments on a message in it.
   *
   * @param seq of the newest message
   * @param n of the newest message; 0 for comments
   * @param parent the {@code seq} of the message that is commented on, or 0
   * @param unread how many messages are not read there; of comments those that are told of
   * @param mention whether one of those that were just sent mentions the user
   * @param badge channels with notifications that are not read, this one included
   */
  record NewMessages(
      int v,
      String channel,
      long seq,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long n,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long parent,
      long unread,
      boolean mention,
      int badge)
      implements Notification {
    @Override
    public String topic() {
      return Notification.topic(channel, parent);
    }

    @Override
    public long order() {
      return parent == 0 ? n : seq;
    }
  }

  /**
   * The channel, or the comments on a message in it, were read elsewhere.
   *
   * @param n up to which message; 0 for comments
   * @param parent the {@code seq} of the message that is commented on, or 0
   * @param seq of the last comment that was read, or 0
   */
  record Clear(
      int v,
      String channel,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long n,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long parent,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long seq,
      int badge)
      implements Notification {
    @Override
    public String topic() {
      return Notification.topic(channel, parent);
    }

    @Override
    public long order() {
      return parent == 0 ? n : seq;
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
    public long order() {
      return 0;
    }
  }
}
