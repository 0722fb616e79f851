package chat.socket;

import io.netty.channel.AbstractChannel;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.RecvByteBufAllocator;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frees what Netty keeps of each channel and ours have no use for: its addresses (160 bytes) and a
 * guess of its own how much the next read will bring (200 bytes), in place of which all channels of
 * a loop share one. Where an update of Netty has moved a field, that one is left as it is; a test
 * notices. One instance an event loop.
 */
final class ChannelTrim {
  private static final Logger LOG = LoggerFactory.getLogger(ChannelTrim.class);
  private static final int LEAST_READ = 64;
  private static final int FIRST_READ = 512;
  private static final int MOST_READ = 64 << 10;
  private static final int READS_IN_A_ROW = 16;

  private static final List<Field> OF_CHANNEL =
      found(
          new String[] {"io.netty.channel.AbstractChannel", "localAddress"},
          new String[] {"io.netty.channel.AbstractChannel", "remoteAddress"},
          new String[] {"io.netty.channel.epoll.AbstractEpollChannel", "local"},
          new String[] {"io.netty.channel.epoll.AbstractEpollChannel", "remote"});

  private static final List<Field> OF_UNSAFE =
      found(
          new String[] {"io.netty.channel.AbstractChannel$AbstractUnsafe", "recvHandle"},
          new String[] {
            "io.netty.channel.epoll.AbstractEpollChannel$AbstractEpollUnsafe", "allocHandle"
          });

  private static final int FIELDS = 6;

  /** A field that may be cleared: Netty fills it anew when it needs it. */
  private record Field(Class<?> owner, VarHandle value) {
    boolean isSet(Object object) {
      return owner.isInstance(object) && value.getVolatile(object) != null;
    }

    void clear(Object object) {
      if (owner.isInstance(object)) {
        value.setVolatile(object, null);
      }
    }
  }

  // A loop reads one channel at a time, and begins each time by resetting the handle.
  private final RecvByteBufAllocator.Handle handle =
      new AdaptiveRecvByteBufAllocator(LEAST_READ, FIRST_READ, MOST_READ)
          .maxMessagesPerRead(READS_IN_A_ROW)
          .newHandle();
  private final RecvByteBufAllocator shared = () -> handle;

  /** Afterwards the channel no longer tells its addresses. On its event loop. */
  void trim(Channel channel) {
    channel.config().setRecvByteBufAllocator(shared);
    OF_CHANNEL.forEach(field -> field.clear(channel));
    OF_UNSAFE.forEach(field -> field.clear(channel.unsafe()));
  }

  /** Whether nothing is left of what {@link #trim} frees; for tests. */
  boolean isTrimmed(Channel channel) {
    return OF_CHANNEL.size() + OF_UNSAFE.size() == FIELDS
        && OF_CHANNEL.stream().noneMatch(field -> field.isSet(channel))
        && OF_UNSAFE.stream().noneMatch(field -> field.isSet(channel.unsafe()));
  }

  private static List<Field> found(String[]... names) {
    List<Field> fields = new ArrayList<>();
    for (String[] name : names) {
      try {
        Class<?> owner = Class.forName(name[0], false, AbstractChannel.class.getClassLoader());
        fields.add(
            new Field(
                owner,
                MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
                    .unreflectVarHandle(owner.getDeclaredField(name[1]))));
      } catch (ClassNotFoundException e) {
        LOG.debug("no {}: another transport is used", name[0]);
      } catch (ReflectiveOperationException e) {
        LOG.warn("connections take more memory than they need: Netty has changed", e);
      }
    }
    return List.copyOf(fields);
  }
}
