package chat.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Takes the frames of one connection out of its bytes, however they are cut (RFC 6455 sections 5
 * and 6.2). A connection has one only while it is within a frame or a message; in between, all
 * connections of a loop use the same. Confined to the event loop.
 *
 * <p>Payloads are unmasked in the buffer that they came in. A message that lies in it whole is
 * handed on without a copy; otherwise it is gathered in a buffer that grows with what has arrived,
 * never with what was announced.
 */
final class FrameReader {
  private enum Stage {
    HEAD,
    LENGTH,
    MASK,
    PAYLOAD
  }

  private static final int FIN = 0x80;
  private static final int RESERVED = 0x70;
  private static final int OPCODE = 0x0F;
  private static final int MASKED = 0x80;
  private static final int LENGTH = 0x7F;

  // The frame: the field that is being read, then what is known of the frame.
  private Stage stage = Stage.HEAD;
  private long field;
  private int fieldBytes;
  private boolean fin;
  private int opcode;
  private int lengthBytes;
  private long remaining;
  private int mask;

  /** Payload so far of a control frame that did not arrive whole, else null. */
  private ByteBuf control;

  // The message: CONTINUATION when there is none.
  private int kind = Opcode.CONTINUATION;
  private int utf8 = Utf8.ACCEPT;

  /** Payload so far of a message that did not arrive whole, else null. */
  private ByteBuf message;

  /** Whether it is between two messages: nothing would be lost with it. */
  boolean isIdle() {
    return stage == Stage.HEAD && fieldBytes == 0 && kind == Opcode.CONTINUATION;
  }

  /** Forgets all, releases all: as new. */
  void reset() {
    stage = Stage.HEAD;
    fieldBytes = 0;
    kind = Opcode.CONTINUATION;
    utf8 = Utf8.ACCEPT;
    control = released(control);
    message = released(message);
  }

  private static ByteBuf released(ByteBuf buffer) {
    if (buffer != null) {
      buffer.release();
    }
    return null;
  }

  /** Reads all of {@code in}, or up to where the connection wants no more. */
  void read(ByteBuf in, Endpoint to) {
    while (to.reads()) {
      boolean done =
          switch (stage) {
            case HEAD -> take(in, 2) && head(to);
            case LENGTH -> take(in, lengthBytes) && length(field, to);
            case MASK -> take(in, 4) && mask();
            case PAYLOAD -> payload(in, to);
          };
      if (!done) {
        return;
      }
    }
  }

  /** Whether all bytes of the field have arrived; then {@code field} is its value. */
  private boolean take(ByteBuf in, int bytes) {
    if (fieldBytes == 0) {
      field = 0;
    }
    while (fieldBytes < bytes) {
      if (!in.isReadable()) {
        return false;
      }
      field = field << 8 | in.readUnsignedByte();
      fieldBytes++;
    }
    fieldBytes = 0;
    return true;
  }

  private boolean head(Endpoint to) {
    int first = (int) field >> 8;
    int second = (int) field & 0xFF;
    fin = (first & FIN) != 0;
    opcode = first & OPCODE;
    Violation wrong = wrongHead(first, second);
    if (wrong != null) {
      return to.fail(wrong);
    }
    lengthBytes =
        switch (second & LENGTH) {
          case 126 -> 2;
          case 127 -> 8;
          default -> 0;
        };
    stage = Stage.LENGTH;
    return lengthBytes > 0 || length(second & LENGTH, to);
  }

  /** The first rule of section 5 that a header breaks, or null. */
  private Violation wrongHead(int first, int second) {
    if ((first & RESERVED) != 0) {
      return Violation.RESERVED_BITS;
    } else if (!Opcode.isKnown(opcode)) {
      return Violation.UNKNOWN_OPCODE;
    } else if ((second & MASKED) == 0) {
      return Violation.NOT_MASKED;
    } else if (Opcode.isControl(opcode)) {
      if (!fin) {
        return Violation.FRAGMENTED_CONTROL;
      }
      return (second & LENGTH) > Frames.MAX_CONTROL ? Violation.LONG_CONTROL : null;
    } else if (opcode == Opcode.CONTINUATION) {
      return kind == Opcode.CONTINUATION ? Violation.NOTHING_TO_CONTINUE : null;
    } else {
      return kind != Opcode.CONTINUATION ? Violation.MESSAGE_NOT_FINISHED : null;
    }
  }

  private boolean length(long length, Endpoint to) {
    boolean fewest =
        switch (lengthBytes) {
          case 2 -> length > Frames.MAX_CONTROL;
          case 8 -> length > 0xFFFF;
          default -> true;
        };
    if (!fewest) {
      return to.fail(Violation.BAD_LENGTH);
    }
    if (Opcode.isControl(opcode)) {
      if (to.isIdleFrameTooMany()) {
        return to.fail(Violation.IDLE_FRAMES);
      }
    } else if (to.talks()) {
      if (gathered() + length > to.longestMessage()) {
        return to.fail(Violation.TOO_BIG);
      }
      boolean part = !fin || opcode == Opcode.CONTINUATION;
      if (length == 0 && part && to.isIdleFrameTooMany()) {
        return to.fail(Violation.IDLE_FRAMES);
      }
    }
    if (!Opcode.isControl(opcode) && opcode != Opcode.CONTINUATION) {
      kind = opcode;
    }
    remaining = length;
    stage = Stage.MASK;
    return true;
  }

  private int gathered() {
    return message == null ? 0 : message.readableBytes();
  }

  private boolean mask() {
    mask = (int) field;
    stage = Stage.PAYLOAD;
    return true;
  }

  private boolean payload(ByteBuf in, Endpoint to) {
    int length = (int) Math.min(remaining, in.readableBytes());
    if (length == 0 && remaining > 0) {
      return false;
    }
    int from = in.readerIndex();
    in.skipBytes(length);
    remaining -= length;
    if (remaining == 0) {
      stage = Stage.HEAD;
    }
    if (Opcode.isControl(opcode)) {
      return control(in, from, length, to);
    }
    return to.talks() ? data(in, from, length, to) : skip();
  }

  private boolean control(ByteBuf in, int from, int length, Endpoint to) {
    Masking.unmask(in, from, from + length, mask);
    mask = Masking.after(mask, length);
    if (control == null && remaining == 0) {
      to.control(opcode, in.slice(from, length));
      return true;
    }
    control = gather(control, in, from, length, to.alloc());
    if (remaining == 0) {
      ByteBuf whole = control;
      control = null;
      try {
        to.control(opcode, whole);
      } finally {
        whole.release();
      }
    }
    return true;
  }

  /** After the close handshake has begun data is not looked at, but frames are kept apart. */
  private boolean skip() {
    message = released(message);
    if (remaining == 0 && fin) {
      kind = Opcode.CONTINUATION;
    }
    return true;
  }

  private boolean data(ByteBuf in, int from, int length, Endpoint to) {
    boolean whole = remaining == 0 && fin;
    boolean ascii = Masking.unmask(in, from, from + length, mask);
    mask = Masking.after(mask, length);
    if (kind == Opcode.TEXT && !(ascii && utf8 == Utf8.ACCEPT)) {
      utf8 = Utf8.check(utf8, in, from, from + length);
      if (utf8 == Utf8.REJECT || whole && utf8 != Utf8.ACCEPT) {
        return to.fail(Violation.NOT_UTF8);
      }
    }
    if (whole && message == null) {
      to.message(ended(), in.slice(from, length));
      return true;
    }
    if (length > 0) {
      message = gather(message, in, from, length, to.alloc());
    }
    if (whole) {
      ByteBuf gathered = message;
      message = null;
      try {
        to.message(ended(), gathered);
      } finally {
        gathered.release();
      }
    }
    return true;
  }

  /** Ends the message before the listener gets it: whatever that does, the next one can begin. */
  private int ended() {
    int opcodeOfMessage = kind;
    kind = Opcode.CONTINUATION;
    utf8 = Utf8.ACCEPT;
    return opcodeOfMessage;
  }

  private static ByteBuf gather(
      ByteBuf gathered, ByteBuf in, int from, int length, ByteBufAllocator alloc) {
    ByteBuf to = gathered == null ? alloc.buffer(length) : gathered;
    return to.writeBytes(in, from, length);
  }
}
