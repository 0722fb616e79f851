/**
 * A server that speaks MongoDB's wire protocol, inside this JVM: mongo-java-server with a storage
 * of our own.
 *
 * <p>Key schema. Every collection is one table from the order-preserving encoding of {@code _id}
 * ({@link chat.embedded.mongo.KeyEncoding}) to the document as BSON. Every index but the one on
 * {@code _id}, unique or not, is one table whose keys are the encoded fields followed by the
 * encoded {@code _id}; its values are empty. So every range, in both directions, is one scan of one
 * table ({@link chat.embedded.mongo.QueryPlan}).
 *
 * <p>Durability. Tables are trees of an H2 MVStore, which is written out every few seconds; in
 * between, each change is in the journal ({@link chat.embedded.mongo.Journal}) before it is
 * answered.
 */
package chat.embedded.mongo;
