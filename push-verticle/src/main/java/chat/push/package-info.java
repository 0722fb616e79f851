/**
 * Tells devices that are away that something is new, in the order of {@link chat.push.PushLog}
 * (what was sent), {@link chat.push.Teller} (who is to be told), {@link chat.push.Dispatcher} (the
 * hand-over to push services).
 */
package chat.push;
