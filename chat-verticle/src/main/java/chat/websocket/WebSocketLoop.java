package chat.websocket;

import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What the WebSockets of one event loop share: their limits, one timer wheel, when to flush. Make
 * one an event loop, {@link #start} it and attach connections of that loop alone.
 */
public final class WebSocketLoop {
  private static final Duration FINEST_TICK = Duration.ofMillis(5);
  private static final Duration COARSEST_TICK = Duration.ofMillis(250);

  private final EventLoop eventLoop;
  private final WebSocketLimits limits;
  private final WriteBufferWaterMark waterMark;
  private final Duration tick;
  private final TimerWheel wheel;
  private final Flushes flushes;

  /** Whatever connection is reading and needs a reader takes this one; most give it back idle. */
  private FrameReader spare = new FrameReader();

  private Future<?> ticking;

  /** A loop whose time stands still until {@link #start}. May be called from any thread. */
  public WebSocketLoop(EventLoop eventLoop, WebSocketLimits limits) {
    this.eventLoop = eventLoop;
    this.limits = limits;
    this.waterMark = new WriteBufferWaterMark(limits.highWaterBytes() / 2, limits.highWaterBytes());
    this.tick = tick(limits);
    this.wheel = new TimerWheel(tick, deadlines(limits).max(Duration::compareTo).orElseThrow());
    this.flushes = new Flushes(eventLoop, limits.flushWithin());
  }

  private static Duration tick(WebSocketLimits limits) {
    Duration fine = deadlines(limits).min(Duration::compareTo).orElseThrow().dividedBy(8);
    return fine.compareTo(FINEST_TICK) < 0
        ? FINEST_TICK
        : fine.compareTo(COARSEST_TICK) > 0 ? COARSEST_TICK : fine;
  }

  private static Stream<Duration> deadlines(WebSocketLimits limits) {
    return Stream.of(
        limits.pingAfter(), limits.pongWithin(), limits.closeWithin(), limits.stallWithin());
  }

  /** Begins to watch deadlines. Call it once; may be called from any thread. */
  public synchronized void start() {
    // Not at a fixed rate: after a stall of the loop the ticks it missed would all come before it
    // reads the pongs that have arrived meanwhile.
    ticking =
        eventLoop.scheduleWithFixedDelay(
            wheel::tick, tick.toNanos(), tick.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Stops to watch deadlines; connections stay as they are. May be called from any thread. */
  public synchronized void stop() {
    if (ticking != null) {
      ticking.cancel(false);
    }
  }

  public WebSocketLimits limits() {
    return limits;
  }

  EventLoop eventLoop() {
    return eventLoop;
  }

  WriteBufferWaterMark waterMark() {
    return waterMark;
  }

  Duration tick() {
    return tick;
  }

  TimerWheel wheel() {
    return wheel;
  }

  Flushes flushes() {
    return flushes;
  }

  /** A reader as new. */
  FrameReader takeReader() {
    FrameReader reader = spare;
    if (reader == null) {
      return new FrameReader();
    }
    spare = null;
    return reader;
  }

  /** Takes back a reader that a connection has no use for. */
  void giveReader(FrameReader reader) {
    reader.reset();
    spare = reader;
  }
}
