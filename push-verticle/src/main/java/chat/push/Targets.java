package chat.push;

import chat.bus.PushMessages.Subscribe;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/** Reads where a device wants to be told; refuses what no push service can be. */
final class Targets {
  private static final int ENDPOINT = 2_048;
  private static final int AUTH = 16;
  private static final Pattern APNS_TOKEN = Pattern.compile("([0-9a-fA-F]{2}){32,100}");
  private static final Pattern FCM_TOKEN = Pattern.compile("[A-Za-z0-9_:.~-]{1,4096}");

  private Targets() {}

  /**
   * The target.
   *
   * @throws ProblemException that names the field
   */
  static Target of(Subscribe wish, PublicAddresses addresses) {
    return switch (wish.kind()) {
      case "fcm" -> new Target.Fcm(matching("token", wish.token(), FCM_TOKEN));
      case "apns" -> new Target.Apns(matching("token", wish.token(), APNS_TOKEN), wish.sandbox());
      default ->
          new Target.WebPush(
              wish.kind(),
              endpoint(wish.endpoint(), addresses),
              p256dh(wish.p256dh()),
              auth(wish.auth()));
    };
  }

  private static String matching(String field, String text, Pattern pattern) {
    if (text == null || !pattern.matcher(text).matches()) {
      throw ProblemException.inField(field, "is not what a push service calls a device");
    }
    return text;
  }

  private static String endpoint(String text, PublicAddresses addresses) {
    if (text == null || text.isEmpty() || text.length() > ENDPOINT) {
      throw ProblemException.inField("endpoint", "must have 1 to 2,048 characters");
    }
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw ProblemException.inField("endpoint", "is not a URL");
    }
    if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
      throw ProblemException.inField(
          "endpoint", "must be a URL with a host, without a user and a fragment");
    }
    boolean trusted = addresses.isTrusted(uri.getHost());
    if (!"https".equals(uri.getScheme()) && !(trusted && "http".equals(uri.getScheme()))) {
      throw ProblemException.inField(
          ProblemType.UNPROCESSABLE, "endpoint", "must begin with https:");
    }
    return text;
  }

  private static byte[] p256dh(String text) {
    byte[] point = bytes("keys.p256dh", text);
    try {
      EcKeys.decode(point);
    } catch (IllegalArgumentException e) {
      throw ProblemException.inField("keys.p256dh", "is " + e.getMessage());
    }
    return point;
  }

  private static byte[] auth(String text) {
    byte[] secret = bytes("keys.auth", text);
    if (secret.length != AUTH) {
      throw ProblemException.inField("keys.auth", "must be 16 bytes in base64url");
    }
    return secret;
  }

  private static byte[] bytes(String field, String text) {
    try {
      return Base64Url.decode(text == null ? "" : text);
    } catch (IllegalArgumentException e) {
      throw ProblemException.inField(field, "is not base64url");
    }
  }
}
