/** A Kafka broker with its own controller (KRaft), in a JVM of its own. */
package chat.embedded.kafka;
