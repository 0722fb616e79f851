/** A server that speaks MongoDB's wire protocol, inside this JVM. */
package chat.embedded.mongo;
