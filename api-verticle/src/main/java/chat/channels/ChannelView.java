package chat.channels;

import chat.account.Person;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;

/**
 * A channel as somebody sees it.
 *
 * @param role the viewer's in it; null for who is no member
 * @param notifications the viewer's; null for who is no member
 * @param users the people of a direct message; null for a channel
 */
record ChannelView(
    String id,
    @JsonInclude(JsonInclude.Include.ALWAYS) String team,
    String name,
    String topic,
    @JsonProperty("private") boolean isPrivate,
    boolean encrypted,
    boolean archived,
    String kind,
    boolean member,
    @JsonInclude(JsonInclude.Include.ALWAYS) String role,
    @JsonInclude(JsonInclude.Include.ALWAYS) Own.Notifications notifications,
    List<Person> users) {

  static ChannelView of(Channel channel, Optional<Own> own, List<Person> users, long now) {
    return new ChannelView(
        channel.id(),
        channel.team(),
        channel.name(),
        channel.topic(),
        channel.isPrivate(),
        channel.encrypted(),
        channel.archived(),
        channel.isDm() ? "dm" : "channel",
        own.isPresent(),
        own.map(part -> part.role().text()).orElse(null),
        own.map(part -> part.notificationsAt(now)).orElse(null),
        users);
  }
}
