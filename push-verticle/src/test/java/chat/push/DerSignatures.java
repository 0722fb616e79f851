package chat.push;

import com.eatthepath.pushy.apns.server.PushNotificationHandler;
import com.eatthepath.pushy.apns.server.PushNotificationHandlerFactory;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.math.BigInteger;
import java.util.Arrays;
import javax.net.ssl.SSLSession;

/**
 * Lets Pushy's mock verify tokens as RFC 7518 section 3.4 has them, two numbers side by side: the
 * mock knows only ASN.1 (DER), as Pushy itself signs, which Apple takes as well.
 */
final class DerSignatures implements PushNotificationHandlerFactory {
  private static final String HEADER = "authorization";

  private final PushNotificationHandlerFactory verifying;

  DerSignatures(PushNotificationHandlerFactory verifying) {
    this.verifying = verifying;
  }

  @Override
  public PushNotificationHandler buildHandler(SSLSession session) {
    PushNotificationHandler handler = verifying.buildHandler(session);
    return (headers, payload) -> handler.handlePushNotification(translated(headers), payload);
  }

  private static Http2Headers translated(Http2Headers headers) {
    String token = headers.get(HEADER).toString();
    int dot = token.lastIndexOf('.');
    byte[] signature = Base64Url.decode(token.substring(dot + 1));
    int half = signature.length / 2;
    Http2Headers copy = new DefaultHttp2Headers(false);
    copy.setAll(headers);
    copy.set(
        HEADER,
        token.substring(0, dot + 1)
            + Base64Url.encode(
                sequence(
                    integer(Arrays.copyOf(signature, half)),
                    integer(Arrays.copyOfRange(signature, half, signature.length)))));
    return copy;
  }

  private static byte[] integer(byte[] magnitude) {
    return tagged(2, new BigInteger(1, magnitude).toByteArray());
  }

  private static byte[] sequence(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return tagged(0x30, both);
  }

  private static byte[] tagged(int tag, byte[] content) {
    byte[] all = new byte[content.length + 2];
    all[0] = (byte) tag;
    all[1] = (byte) content.length;
    System.arraycopy(content, 0, all, 2, content.length);
    return all;
  }
}
