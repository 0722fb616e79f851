package chat.socket;

import chat.id.IdTable;
import chat.id.Ids;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which connections of an event loop belong to which channel. A sign-in under way holds its
 * channels, so that they are not given up in between. Joining, leaving and the end of a connection
 * cost no more than the user's own channels. Confined to its event loop.
 */
final class ChannelIndex {
  private final IdTable<ChannelMembers> channels = new IdTable<>();
  private final NumberedTable<ChannelMembers> numbers = new NumberedTable<>();

  /** The channel, if any connection or sign-in of this loop wants it, else {@code null}. */
  ChannelMembers get(String channel) {
    return channels.get(channel);
  }

  ChannelMembers get(int number) {
    return numbers.get(number);
  }

  int size() {
    return channels.size();
  }

  private ChannelMembers make(String channel) {
    long high = Ids.high(channel);
    long low = Ids.low(channel);
    ChannelMembers members = channels.get(high, low);
    if (members == null) {
      members = new ChannelMembers(high, low, numbers.nextNumber());
      numbers.add(members);
      channels.put(members);
    }
    return members;
  }

  /**
   * Keeps the channels, which are exact identifiers, until {@link #release}. They are given so that
   * they need not be looked up again: in a table of thousands that takes longer than all else.
   */
  Map<String, ChannelMembers> hold(Collection<String> wanted) {
    Map<String, ChannelMembers> held = HashMap.newHashMap(wanted.size());
    for (String channel : wanted) {
      ChannelMembers members = make(channel);
      members.holds++;
      held.put(channel, members);
    }
    return held;
  }

  /** Ends a hold; returns those that nobody wants any more. */
  Set<String> release(Collection<ChannelMembers> held) {
    Set<String> unused = new HashSet<>();
    for (ChannelMembers members : held) {
      members.holds--;
      dropUnused(members, unused);
    }
    return unused;
  }

  /** The session joins channels that are held; it belonged to none before. */
  void begin(Session session, Collection<ChannelMembers> joined) {
    int[] list = new int[joined.size()];
    int i = 0;
    for (ChannelMembers members : joined) {
      members.add(session.number);
      list[i++] = members.number;
    }
    session.channels = list;
  }

  /** Adds the session to the channel; returns whether it did not belong to it. */
  boolean add(String channel, Session session) {
    ChannelMembers members = make(channel);
    if (!members.add(session.number)) {
      return false;
    }
    session.channels = Arrays.copyOf(session.channels, session.channels.length + 1);
    session.channels[session.channels.length - 1] = members.number;
    return true;
  }

  /** Takes the session off the channel; returns it if nobody wants it any more, else nothing. */
  Set<String> remove(String channel, Session session) {
    ChannelMembers members = channels.get(channel);
    if (members == null || !members.remove(session.number)) {
      return Set.of();
    }
    int left = members.number;
    session.channels = Arrays.stream(session.channels).filter(number -> number != left).toArray();
    Set<String> unused = new HashSet<>(2);
    dropUnused(members, unused);
    return unused;
  }

  /** Takes the session off all its channels; returns those that nobody wants any more. */
  Set<String> end(Session session) {
    Set<String> unused = new HashSet<>();
    for (int number : session.channels) {
      ChannelMembers members = numbers.get(number);
      members.remove(session.number);
      dropUnused(members, unused);
    }
    session.channels = Session.NO_CHANNELS;
    return unused;
  }

  private void dropUnused(ChannelMembers members, Set<String> unused) {
    if (members.isUnused()) {
      channels.remove(members.high(), members.low());
      numbers.remove(members.number);
      unused.add(members.id());
    }
  }
}
