package chat.bench.push;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The receiving side of RFC 8291. All devices have one key, which costs the sender no less. */
public final class Device {
  private static final int POINT = 65;
  private static final int SALT = 16;

  private final KeyPair keys;
  private final byte[] point;
  private final byte[] auth = new byte[16];

  public Device() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    keys = generator.generateKeyPair();
    ECPoint w = ((ECPublicKey) keys.getPublic()).getW();
    point = new byte[POINT];
    point[0] = 4;
    put(w.getAffineX(), 1);
    put(w.getAffineY(), 33);
  }

  private void put(BigInteger number, int at) {
    byte[] bytes = number.toByteArray();
    int length = Math.min(32, bytes.length);
    System.arraycopy(bytes, bytes.length - length, point, at + 32 - length, length);
  }

  /** What the device tells the server. */
  public JsonObject subscription(String endpoint) {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    return new JsonObject()
        .put("kind", "webpush")
        .put("endpoint", endpoint)
        .put(
            "keys",
            new JsonObject()
                .put("p256dh", base64.encodeToString(point))
                .put("auth", base64.encodeToString(auth)));
  }

  /** What a notification says. */
  JsonObject open(byte[] body) throws GeneralSecurityException {
    ByteBuffer in = ByteBuffer.wrap(body);
    byte[] salt = new byte[SALT];
    in.get(salt);
    in.getInt();
    byte[] sender = new byte[in.get() & 0xFF];
    in.get(sender);
    byte[] sealed = new byte[in.remaining()];
    in.get(sealed);
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(keys.getPrivate());
    agreement.doPhase(publicKey(sender), true);
    byte[] info =
        ByteBuffer.allocate(14 + 2 * POINT)
            .put("WebPush: info\0".getBytes(US_ASCII))
            .put(point)
            .put(sender)
            .array();
    byte[] input = derive(auth, agreement.generateSecret(), info, 32);
    byte[] key = derive(salt, input, "Content-Encoding: aes128gcm\0".getBytes(US_ASCII), 16);
    byte[] nonce = derive(salt, input, "Content-Encoding: nonce\0".getBytes(US_ASCII), 12);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
    byte[] text = cipher.doFinal(sealed);
    return new JsonObject(new String(text, 0, text.length - 1, US_ASCII));
  }

  private PublicKey publicKey(byte[] bytes) throws GeneralSecurityException {
    ECPoint w =
        new ECPoint(
            new BigInteger(1, Arrays.copyOfRange(bytes, 1, 33)),
            new BigInteger(1, Arrays.copyOfRange(bytes, 33, POINT)));
    return KeyFactory.getInstance("EC")
        .generatePublic(new ECPublicKeySpec(w, ((ECPublicKey) keys.getPublic()).getParams()));
  }

  private static byte[] derive(byte[] salt, byte[] input, byte[] info, int length)
      throws GeneralSecurityException {
    return KDF.getInstance("HKDF-SHA256")
        .deriveData(
            HKDFParameterSpec.ofExtract().addSalt(salt).addIKM(input).thenExpand(info, length));
  }
}
