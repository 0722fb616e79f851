package chat.websocket;

import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Something with one deadline, which it carries itself: it is linked into a list of the {@link
 * TimerWheel}, so that a deadline costs two references and no object.
 */
abstract class Timed extends ChannelInboundHandlerAdapter {
  /** Neighbours in the list; itself when in none. Only the wheel touches them. */
  Timed before = this;

  Timed after = this;

  /** The deadline has passed; there is none now. */
  abstract void expired();
}
