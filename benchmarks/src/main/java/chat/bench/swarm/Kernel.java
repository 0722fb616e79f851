package chat.bench.swarm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The system calls of Linux (x86-64 and AArch64 in their little-endian form) that a load client
 * needs, on IPv4 sockets of the loopback net. Errors come back as {@code -errno}. Confined to one
 * thread, since the place of {@code errno} and of addresses is shared by the calls.
 */
final class Kernel implements AutoCloseable {
  static final int IN = 1;
  static final int OUT = 4;
  static final int AGAIN = -11;
  static final int IN_PROGRESS = -115;

  private static final int AF_INET = 2;
  private static final int STREAM_NONBLOCK_CLOEXEC = 1 | 0x800 | 0x80000;
  private static final int SOL_SOCKET = 1;
  private static final int SO_LINGER = 13;
  private static final int IPPROTO_IP = 0;
  private static final int IP_BIND_ADDRESS_NO_PORT = 24;
  private static final int IPPROTO_TCP = 6;
  private static final int TCP_NODELAY = 1;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int EPOLL_CLOEXEC = 0x80000;
  private static final int ADD = 1;
  private static final int MODIFY = 3;

  /** {@code struct epoll_event} has no padding on x86-64 and has it everywhere else. */
  private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");

  private static final int EVENT_SIZE = PACKED ? 12 : 16;
  private static final int EVENT_DATA = PACKED ? 4 : 8;
  private static final int MOST_EVENTS = 1_024;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle SOCKET = quick("socket", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle BIND = quick("bind", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle CONNECT = quick("connect", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle CLOSE = quick("close", JAVA_INT);
  private static final MethodHandle SETSOCKOPT =
      quick("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle EPOLL_CREATE = quick("epoll_create1", JAVA_INT);
  private static final MethodHandle EPOLL_CTL =
      quick("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle EPOLL_WAIT =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("epoll_wait"),
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
          Linker.Option.captureCallState("errno"));
  private static final MethodHandle SEND = bytes("send");
  private static final MethodHandle RECV = bytes("recv");

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment state = arena.allocate(STATE);
  private final MemorySegment from = arena.allocate(16);
  private final MemorySegment to = arena.allocate(16);
  private final MemorySegment option = arena.allocate(8);
  private final MemorySegment event = arena.allocate(EVENT_SIZE);
  private final MemorySegment events = arena.allocate((long) EVENT_SIZE * MOST_EVENTS, 8);
  private final int epoll;

  Kernel() throws IOException {
    try {
      epoll = result((int) EPOLL_CREATE.invokeExact(state, EPOLL_CLOEXEC));
    } catch (Throwable e) {
      throw impossible(e);
    }
    if (epoll < 0) {
      throw new IOException("epoll_create1: errno " + -epoll);
    }
  }

  private static MethodHandle quick(String name, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(JAVA_INT, arguments),
        Linker.Option.captureCallState("errno"),
        Linker.Option.critical(false));
  }

  /** {@code send} and {@code recv}: straight from and into the arrays of the heap. */
  private static MethodHandle bytes(String name) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT),
        Linker.Option.captureCallState("errno"),
        Linker.Option.critical(true));
  }

  private int result(int value) {
    return value >= 0 ? value : -(int) ERRNO.get(state, 0L);
  }

  private static IllegalStateException impossible(Throwable e) {
    return new IllegalStateException("a system call can't be made", e);
  }

  /**
   * Begins a connection; gives its descriptor, or {@code -errno}.
   *
   * @param fromAddress IPv4 address as a number, 0 for any
   * @param toAddress the same
   */
  int connect(int fromAddress, int toAddress, int toPort) {
    try {
      int fd =
          result((int) SOCKET.invokeExact(state, AF_INET, STREAM_NONBLOCK_CLOEXEC, IPPROTO_IP));
      if (fd < 0) {
        return fd;
      }
      option.set(JAVA_INT, 0, 1);
      int unused = (int) SETSOCKOPT.invokeExact(state, fd, IPPROTO_TCP, TCP_NODELAY, option, 4);
      int done = 0;
      if (fromAddress != 0) {
        // The port is chosen by connect, which may use one again for another target.
        unused =
            (int) SETSOCKOPT.invokeExact(state, fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, option, 4);
        address(from, fromAddress, 0);
        done = result((int) BIND.invokeExact(state, fd, from, 16));
      }
      if (done == 0) {
        address(to, toAddress, toPort);
        done = result((int) CONNECT.invokeExact(state, fd, to, 16));
      }
      if (done < 0 && done != IN_PROGRESS) {
        close(fd);
        return done;
      }
      return fd;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  private static void address(MemorySegment at, int address, int port) {
    at.set(JAVA_SHORT, 0, (short) AF_INET);
    at.set(JAVA_BYTE, 2, (byte) (port >>> 8));
    at.set(JAVA_BYTE, 3, (byte) port);
    at.set(JAVA_INT, 4, Integer.reverseBytes(address));
  }

  /** From now on {@link #await} tells of these events of {@code fd}, by that number. */
  void watch(int fd, int wanted, int number) {
    control(ADD, fd, wanted, number);
  }

  /** The same for other events. */
  void watchAgain(int fd, int wanted, int number) {
    control(MODIFY, fd, wanted, number);
  }

  private void control(int operation, int fd, int wanted, long number) {
    event.set(JAVA_INT_UNALIGNED, 0, wanted);
    event.set(JAVA_LONG_UNALIGNED, EVENT_DATA, number);
    int done;
    try {
      done = result((int) EPOLL_CTL.invokeExact(state, epoll, operation, fd, event));
    } catch (Throwable e) {
      throw impossible(e);
    }
    if (done < 0) {
      throw new IllegalStateException("epoll_ctl: errno " + -done);
    }
  }

  /** Waits for events, at most that long; gives how many there are. */
  int await(int millis) {
    try {
      // Interrupted by a signal: no events.
      return Math.max(
          0, result((int) EPOLL_WAIT.invokeExact(state, epoll, events, MOST_EVENTS, millis)));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** The number of the connection of an event. */
  int number(int index) {
    return (int) events.get(JAVA_LONG_UNALIGNED, (long) index * EVENT_SIZE + EVENT_DATA);
  }

  int happened(int index) {
    return events.get(JAVA_INT_UNALIGNED, (long) index * EVENT_SIZE);
  }

  /** Gives the number of bytes taken, or {@code -errno}. */
  int send(int fd, MemorySegment array, int offset, int length) {
    try {
      long sent =
          (long)
              SEND.invokeExact(
                  state, fd, array.asSlice(offset, length), (long) length, MSG_NOSIGNAL);
      return sent >= 0 ? (int) sent : result(-1);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** Gives the number of bytes read, 0 at the end, or {@code -errno}. */
  int receive(int fd, MemorySegment array, int offset, int length) {
    try {
      long read =
          (long) RECV.invokeExact(state, fd, array.asSlice(offset, length), (long) length, 0);
      return read >= 0 ? (int) read : result(-1);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  void close(int fd) {
    try {
      int unused = (int) CLOSE.invokeExact(state, fd);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** Closes with a reset, as a client does that dies; leaves no port behind that waits. */
  void reset(int fd) {
    try {
      option.set(JAVA_INT, 0, 1);
      option.set(JAVA_INT, 4, 0);
      int unused = (int) SETSOCKOPT.invokeExact(state, fd, SOL_SOCKET, SO_LINGER, option, 8);
    } catch (Throwable e) {
      throw impossible(e);
    }
    close(fd);
  }

  @Override
  public void close() {
    close(epoll);
    arena.close();
  }
}
