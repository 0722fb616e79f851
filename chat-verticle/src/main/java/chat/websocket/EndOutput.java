package chat.websocket;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;

/**
 * After the close frame of a failed connection is written. Closing at once would reset the
 * connection while the peer still sends, and the peer might never see the close frame. So only this
 * direction ends; the peer or the deadline ends all.
 */
enum EndOutput implements ChannelFutureListener {
  LISTENER;

  @Override
  public void operationComplete(ChannelFuture written) {
    if (written.isSuccess() && written.channel() instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    } else {
      written.channel().close();
    }
  }
}
