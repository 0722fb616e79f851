/**
 * The protocol of Vert.x' event-bus bridge as {@code @vertx/eventbus-bridge-client.js} 1.0 speaks
 * it in SockJS messages, and nothing else: no event bus is behind it.
 */
package chat.bridge;
