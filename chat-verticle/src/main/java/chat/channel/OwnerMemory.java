package chat.channel;

import chat.config.ConfigurationException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The part of the heap that the owners of a node's partitions may fill together: with what is
 * decided but not stored (the backlog), and with what is remembered of channels, above all the ids
 * of operations. When it is full sends are refused; what is in the log already goes on.
 *
 * <p>Thread-safe.
 */
public final class OwnerMemory {
  /** Fewer and not even a few large messages would fit. */
  static final long LEAST = 16 << 20;

  private static final int MOST_PERCENT = 70;

  private final long limit;
  private final AtomicLong backlog = new AtomicLong();
  private final AtomicLong remembered = new AtomicLong();

  OwnerMemory(long limit) {
    this.limit = limit;
  }

  /** The configured part of this process's heap. */
  public static OwnerMemory of(ChannelConfig config) {
    return new OwnerMemory(limit(config, Runtime.getRuntime().maxMemory()));
  }

  static long limit(ChannelConfig config, long heap) {
    int percent = config.heapPercent();
    if (percent < 1 || percent > MOST_PERCENT) {
      throw new ConfigurationException(
          "channel.heapPercent must be between 1 and " + MOST_PERCENT + ", not " + percent);
    }
    return Math.max(LEAST, heap / 100 * percent);
  }

  /** Bytes that may be filled. */
  long limit() {
    return limit;
  }

  /** Bytes of recent messages that each of so many partitions may keep beside it. */
  long recentBytes(ChannelConfig config, int partitions) {
    return Math.min(config.recentBytes(), limit / 4 / partitions);
  }

  /** Whether sends are to be refused. */
  boolean isFull() {
    return used() > limit;
  }

  /**
   * Whether it is time to give up what can be read again. Not where a backlog fills it: then the
   * store may be away, and nothing could be read.
   */
  boolean isTight() {
    return remembered.get() > limit / 2 && backlog.get() < limit / 4;
  }

  /**
   * Whether records that are in the log already may be decided. They must be some time, so what is
   * remembered never keeps them from it: they wait only for a backlog, which gets shorter.
   */
  boolean hasRoom() {
    return backlog.get() < limit / 2 || used() < limit / 8 * 9;
  }

  private long used() {
    return backlog.get() + remembered.get();
  }

  /** A part for one partition. */
  Share share() {
    return new Share();
  }

  /** What one partition takes of it. Not thread-safe, but for several of them. */
  final class Share {
    private long ownBacklog;
    private long ownRemembered;

    /** The partition takes so much now. */
    void set(long backlogBytes, long rememberedBytes) {
      if (backlogBytes != ownBacklog) {
        backlog.addAndGet(backlogBytes - ownBacklog);
        ownBacklog = backlogBytes;
      }
      if (rememberedBytes != ownRemembered) {
        remembered.addAndGet(rememberedBytes - ownRemembered);
        ownRemembered = rememberedBytes;
      }
    }

    /** Of all partitions: see {@link OwnerMemory#hasRoom}. */
    boolean hasRoom() {
      return OwnerMemory.this.hasRoom();
    }
  }
}
