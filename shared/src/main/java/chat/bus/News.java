package chat.bus;

import chat.protocol.ServerFrame;
import chat.protocol.Wire;
import java.util.List;

/**
 * Something that has no place in a channel's order, for whoever is connected: sent once, and lost
 * to who is not. Clients read again what it is about when they come back.
 *
 * @param users to whose devices it goes
 * @param channel to whose members' devices it goes too; null for none
 * @param frame what they are sent, in JSON
 */
public record News(List<String> users, String channel, byte[] frame) implements BusMessage {
  /** News for these users. */
  public static News of(List<String> users, ServerFrame frame) {
    return new News(users, null, Wire.toJson(frame));
  }

  /** News for the members of a channel, and for these users too. */
  public static News of(List<String> users, String channel, ServerFrame frame) {
    return new News(users, channel, Wire.toJson(frame));
  }
}
