package chat.socket;

import chat.id.Identified;
import chat.id.Ids;
import java.util.Set;

/**
 * One connection of a user: what is known of it, and nothing that acts. There may be hundreds of
 * thousands, so identifiers are kept as bits, channels as numbers of the {@link ChannelIndex}, and
 * what is rare in objects made when needed. Confined to its event loop.
 *
 * <p>{@link #high} and {@link #low} are those of its user.
 */
public final class Session implements Identified {
  static final int[] NO_CHANNELS = {};

  /** How far a session is. */
  enum Phase {
    NEW,
    SIGNING_IN,
    READY,
    CLOSED
  }

  /** What others see of the user. */
  enum Status {
    ONLINE("online"),
    IDLE("idle"),
    DND("dnd");

    final String text;

    Status(String text) {
      this.text = text;
    }

    static Status of(String text) {
      for (Status status : values()) {
        if (status.text.equals(text)) {
          return status;
        }
      }
      return null;
    }
  }

  final Connection connection;

  /** Its place in its loop's table of connections. */
  final int number;

  Phase phase = Phase.NEW;
  Status status = Status.ONLINE;
  short sendsUnderWay;

  /** Where {@link Admission} counts its address. */
  final char place;

  /** See {@link FrameRate#take}. */
  long rate;

  /** Its channels; empty until it is ready. Replaced, never changed. */
  int[] channels = NO_CHANNELS;

  /** Channels of which events were dropped since the connection is full; {@code null} for none. */
  Set<String> behind;

  /** Another session of the same user on this loop; see {@link UserSessions}. */
  Session nextOfUser;

  /** Whom it watches; see {@link WatchIndex}. Replaced, never changed. */
  byte[] watched = PackedNumbers.NONE;

  /** Whether it was full when one of them came or went. */
  boolean missedPresence;

  private long userHigh;
  private long userLow;
  private long deviceHigh;
  private long deviceLow;
  private long tokenHigh;
  private long tokenLow;

  Session(Connection connection, int number, char place, long now) {
    this.connection = connection;
    this.number = number;
    this.place = place;
    this.rate = now;
  }

  /** Says who it is; all three are exact identifiers. */
  void identify(String user, String device, String session) {
    userHigh = Ids.high(user);
    userLow = Ids.low(user);
    deviceHigh = Ids.high(device);
    deviceLow = Ids.low(device);
    tokenHigh = Ids.high(session);
    tokenLow = Ids.low(session);
  }

  boolean isReady() {
    return phase == Phase.READY;
  }

  boolean isClosed() {
    return phase == Phase.CLOSED;
  }

  /** The user; once it is ready. */
  String user() {
    return Ids.of(userHigh, userLow);
  }

  /** The device; once it is ready. */
  String device() {
    return Ids.of(deviceHigh, deviceLow);
  }

  /** Whether it was signed in with a token of that session. */
  boolean belongsTo(String session) {
    return Ids.isExact(session) && Ids.high(session) == tokenHigh && Ids.low(session) == tokenLow;
  }

  @Override
  public long high() {
    return userHigh;
  }

  @Override
  public long low() {
    return userLow;
  }
}
