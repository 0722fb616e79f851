/**
 * The server's side of WebSockets (RFC 6455) on a Netty channel whose handshake is done; knows
 * nothing of chat.
 *
 * <p>Made for very many connections that are silent most of the time. A connection is one object,
 * {@link chat.websocket.WebSocketConnection}: Netty's handler, the record of the connection and the
 * node of its timer at once. Between messages it keeps no buffer, no queue and no timer. What
 * connections can share is one {@link chat.websocket.WebSocketLoop} an event loop: limits, timer
 * wheel, flushing.
 *
 * <p>Text and binary messages, fragmented or not; control frames between fragments; UTF-8 checked
 * as it arrives (section 8.1); close handshake (section 7). No extension is negotiated, so a
 * reserved bit fails the connection: permessage-deflate would cost up to 300 KB a connection.
 */
package chat.websocket;
