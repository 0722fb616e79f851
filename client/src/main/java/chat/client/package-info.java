/**
 * The Java client: accounts, teams and channels over REST, messages over a socket that reconnects.
 *
 * <p>Start at {@link chat.client.ChatClient}. {@link chat.client.ChatClient#logIn} gives a {@link
 * chat.client.ChatSession}, whose {@link chat.client.ChatSession#connect} gives a {@link
 * chat.client.ChatConnection}. What it guarantees:
 *
 * <ul>
 *   <li>Each event of a channel reaches the listener once, in the order of {@code seq}, across
 *       reconnects: {@link chat.client.ChannelTimeline} holds back what came too early and drops
 *       what came twice, and what is missing is fetched by {@code changes}.
 *   <li>A send that succeeded is in the channel once; it is repeated under the same id until the
 *       server answers.
 *   <li>Waiting sends, events held back, requests under way and bodies have limits; every wait has
 *       a time-out.
 * </ul>
 *
 * <p>Refusals are {@link chat.problem.ProblemException}s with the {@code type} of the server's
 * catalogue; {@code unavailable} and {@code outcome-unknown} also stand for a server that can't be
 * reached.
 */
package chat.client;
