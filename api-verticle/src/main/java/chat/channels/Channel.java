package chat.channels;

import chat.account.PlainText;
import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * A channel or direct message.
 *
 * @param home its team, or for a direct message itself
 * @param name empty for a direct message
 * @param topic what it is about; may be empty
 * @param archived whether nothing can be said in it
 */
public record Channel(
    String id,
    String home,
    Kind kind,
    String name,
    boolean isPrivate,
    boolean encrypted,
    String topic,
    boolean archived) {

  /** A new one. */
  public Channel(
      String id, String home, Kind kind, String name, boolean isPrivate, boolean encrypted) {
    this(id, home, kind, name, isPrivate, encrypted, "", false);
  }

  /** What it is. */
  public enum Kind {
    CHANNEL,
    DM
  }

  @JsonIgnore
  public boolean isDm() {
    return kind == Kind.DM;
  }

  /**
   * What no other public channel of the team may be called: the name without its case. Null for
   * what is not public, since a name that is refused would tell that it is there.
   */
  String publicName() {
    return isDm() || isPrivate ? null : PlainText.searchKey(name);
  }

  /** The team, or null for a direct message. */
  public String team() {
    return isDm() ? null : home;
  }
}
