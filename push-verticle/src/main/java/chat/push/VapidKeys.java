package chat.push;

import com.mongodb.MongoWriteException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;

/**
 * The key by which push services know this cell (RFC 8292): made by the first node that needs it
 * and kept in the collection {@code pushKeys}, where all nodes see it. Clients subscribe under it,
 * so another key ends all subscriptions.
 *
 * @param publicKey the uncompressed point
 */
record VapidKeys(byte[] publicKey, PrivateKey privateKey) {
  private static final String COLLECTION = "pushKeys";
  private static final JsonObject ID = new JsonObject().put("_id", "vapid");

  /** The cell's keys; makes them if there are none yet. */
  static Future<VapidKeys> of(MongoClient mongo) {
    return mongo
        .findOne(COLLECTION, ID, null)
        .compose(
            found ->
                found == null
                    ? make(mongo).compose(done -> mongo.findOne(COLLECTION, ID, null))
                    : Future.succeededFuture(found))
        .map(VapidKeys::read);
  }

  private static Future<Void> make(MongoClient mongo) {
    KeyPair pair = EcKeys.generate();
    JsonObject document =
        ID.copy()
            .put("publicKey", Base64Url.encode(EcKeys.encode((ECPublicKey) pair.getPublic())))
            .put("privateKey", Base64Url.encode(pair.getPrivate().getEncoded()));
    return mongo
        .insert(COLLECTION, document)
        .<Void>mapEmpty()
        // Another node was quicker: its keys count.
        .recover(
            failure ->
                failure instanceof MongoWriteException
                    ? Future.succeededFuture()
                    : Future.failedFuture(failure));
  }

  private static VapidKeys read(JsonObject document) {
    try {
      return new VapidKeys(
          Base64Url.decode(document.getString("publicKey")),
          KeyFactory.getInstance("EC")
              .generatePrivate(
                  new PKCS8EncodedKeySpec(Base64Url.decode(document.getString("privateKey")))));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the keys in " + COLLECTION + " can't be used", e);
    }
  }
}
