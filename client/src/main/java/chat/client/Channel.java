package chat.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A channel of a team, or a direct conversation.
 *
 * @param team absent for a direct conversation
 * @param name absent for a direct conversation
 * @param kind {@code channel} or {@code dm}
 * @param member whether I am in it
 * @param users who is in a direct conversation; absent for channels
 */
public record Channel(
    String id,
    String team,
    String name,
    @JsonProperty("private") boolean isPrivate,
    boolean encrypted,
    String kind,
    boolean member,
    List<User> users) {}
