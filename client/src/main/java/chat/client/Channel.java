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
 * @param topic what it is about
 * @param archived whether nothing can be said in it
 * @param role mine in it, or null
 * @param notifications what I want to be notified of in it, or null if I am no member
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
    String topic,
    boolean archived,
    String role,
    Notifications notifications,
    List<User> users) {}
