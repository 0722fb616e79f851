/**
 * The server side of SockJS (protocol 0.3.3, as {@code sockjs-client} 1.x speaks it), with nothing
 * of chat in it: an HTTP client that cannot hold a WebSocket gets the same messages by streaming or
 * polling.
 *
 * <ul>
 *   <li>{@link chat.sockjs.SockJsRoutes} takes the requests and finds the conversation that one
 *       belongs to;
 *   <li>{@link chat.sockjs.HttpSocket} is a conversation over HTTP: what waits for the client, and
 *       when the client is given up;
 *   <li>{@link chat.sockjs.Receiver} is the response that is open for it at the moment, if any;
 *   <li>{@link chat.sockjs.SockJsFrames} is how frames are written.
 * </ul>
 *
 * <p>Left out are the transports that only browsers without CORS need: {@code htmlfile}, {@code
 * jsonp} (which no origin check protects) and the iframe, which would load a script.
 */
package chat.sockjs;
