package chat.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A listener that remembers what it heard and can echo it. */
final class Owner implements WebSocketConnection.Listener {
  /** A message, or how a connection ended. */
  sealed interface Event {
    record Text(byte[] utf8) implements Event {
      @Override
      public boolean equals(Object other) {
        return other instanceof Text(byte[] others) && Arrays.equals(utf8, others);
      }

      @Override
      public int hashCode() {
        return Arrays.hashCode(utf8);
      }
    }

    record Binary(byte[] bytes) implements Event {
      @Override
      public boolean equals(Object other) {
        return other instanceof Binary(byte[] others) && Arrays.equals(bytes, others);
      }

      @Override
      public int hashCode() {
        return Arrays.hashCode(bytes);
      }
    }

    record Closed(int code) implements Event {}

    record Drained() implements Event {}

    record Stalled() implements Event {}
  }

  final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  final AtomicInteger closed = new AtomicInteger();
  final AtomicBoolean brokenRule = new AtomicBoolean();
  private final boolean echoes;

  Owner(boolean echoes) {
    this.echoes = echoes;
  }

  @Override
  public void message(WebSocketConnection from, ByteBuf utf8) {
    byte[] bytes = ByteBufUtil.getBytes(utf8);
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException e) {
      brokenRule.set(true);
    }
    heard(new Event.Text(bytes));
    if (echoes) {
      from.sendText(bytes);
    }
  }

  @Override
  public void binary(WebSocketConnection from, ByteBuf data) {
    byte[] bytes = ByteBufUtil.getBytes(data);
    heard(new Event.Binary(bytes));
    if (echoes) {
      from.sendBinary(bytes);
    }
  }

  @Override
  public void closed(WebSocketConnection from, int code) {
    if (closed.getAndIncrement() > 0) {
      brokenRule.set(true);
    }
    events.add(new Event.Closed(code));
  }

  @Override
  public void drained(WebSocketConnection from) {
    heard(new Event.Drained());
  }

  @Override
  public void stalled(WebSocketConnection from) {
    heard(new Event.Stalled());
    WebSocketConnection.Listener.super.stalled(from);
  }

  /** What was heard next; waits for it. */
  Event next() throws InterruptedException {
    Event event = events.poll(20, TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError("nothing more was heard");
    }
    return event;
  }

  private void heard(Event event) {
    if (closed.get() > 0) {
      brokenRule.set(true);
    }
    events.add(event);
  }
}
