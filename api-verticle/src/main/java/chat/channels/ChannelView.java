package chat.channels;

import chat.account.Person;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A channel as somebody sees it.
 *
 * @param users the people of a direct message; null for a channel
 */
record ChannelView(
    String id,
    @JsonInclude(JsonInclude.Include.ALWAYS) String team,
    String name,
    @JsonProperty("private") boolean isPrivate,
    boolean encrypted,
    String kind,
    boolean member,
    List<Person> users) {

  static ChannelView of(Channel channel, boolean member, List<Person> users) {
    return new ChannelView(
        channel.id(),
        channel.team(),
        channel.name(),
        channel.isPrivate(),
        channel.encrypted(),
        channel.isDm() ? "dm" : "channel",
        member,
        users);
  }

  static ChannelView of(Channel channel, boolean member) {
    return of(channel, member, null);
  }
}
