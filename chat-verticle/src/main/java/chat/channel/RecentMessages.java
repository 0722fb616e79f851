package chat.channel;

import chat.bus.OwnerMessages.Page;
import chat.protocol.Message;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * The newest messages of one channel as they are now, stored or not: what its owner can tell
 * without the store. At most {@value #MOST} messages, and of all channels of a partition at most
 * what the {@link Budget} allows.
 *
 * <p>Not thread-safe.
 */
final class RecentMessages {
  /** A page of the largest size, and some more to look further back. */
  static final int MOST = 256;

  private final Budget budget;
  private final TreeMap<Long, Message> bySeq = new TreeMap<>();
  private long bytes;

  /** Every message from this {@code seq} on is here. */
  private long from;

  /** The state of every message that was changed by this {@code rev} or later is here. */
  private long changedFrom;

  /** What the channels of a partition share; who got no message for longest gives up first. */
  static final class Budget {
    private final long most;
    private final Set<RecentMessages> inUse = new LinkedHashSet<>();
    private long used;

    /**
     * @param bytes about what all of them together may take
     */
    Budget(long bytes) {
      this.most = bytes;
    }

    long used() {
      return used;
    }

    private void changed(RecentMessages channel, long by) {
      used += by;
      inUse.remove(channel);
      inUse.add(channel);
      while (used > most) {
        RecentMessages longest = inUse.iterator().next();
        if (longest == channel) {
          longest.dropOldest();
        } else {
          longest.forget();
        }
      }
    }

    private void freed(RecentMessages channel, long bytes) {
      used -= bytes;
      if (channel.bySeq.isEmpty()) {
        inUse.remove(channel);
      }
    }
  }

  /**
   * Nothing yet.
   *
   * @param seq the channel's last event that will not come here
   */
  RecentMessages(long seq, Budget budget) {
    this.budget = budget;
    this.from = seq + 1;
    this.changedFrom = seq + 1;
  }

  /** A message was posted or changed: this is its state after the event {@code rev}. */
  void put(Message message) {
    if (message.seq() < from) {
      changedFrom = Math.max(changedFrom, message.rev() + 1);
      return;
    }
    Message before = bySeq.put(message.seq(), message);
    long grown = Retained.message(message) - (before == null ? 0 : Retained.message(before));
    bytes += grown;
    budget.changed(this, grown);
    if (bySeq.size() > MOST) {
      dropOldest();
    }
  }

  /** The message at that place if it is here, else {@code null}. */
  Message get(long seq) {
    return bySeq.get(seq);
  }

  private void dropOldest() {
    Message oldest = bySeq.pollFirstEntry().getValue();
    bytes -= Retained.message(oldest);
    from = oldest.seq() + 1;
    changedFrom = Math.max(changedFrom, oldest.rev() + 1);
    budget.freed(this, Retained.message(oldest));
  }

  /** Gives all of them up. */
  void forget() {
    if (!bySeq.isEmpty()) {
      from = bySeq.lastKey() + 1;
      bySeq.values().forEach(each -> changedFrom = Math.max(changedFrom, each.rev() + 1));
      bySeq.clear();
      budget.freed(this, bytes);
      bytes = 0;
    }
  }

  /** Every message from this {@code seq} on is here. */
  long from() {
    return from;
  }

  /** The messages of that page that are here. */
  List<Message> page(Page page) {
    return page.of(new ArrayList<>(bySeq.values()));
  }

  /** Whether nothing of that page, of which {@code found} are here, is anywhere else. */
  boolean hasAll(Page page, int found) {
    return switch (page.kind()) {
      case BEFORE -> from <= 1 || found == page.limit();
      case AFTER -> page.seq() + 1 >= from;
      case CHANGED -> page.seq() + 1 >= Math.max(from, changedFrom);
      case THESE -> page.seqs().stream().allMatch(seq -> seq >= from);
    };
  }
}
