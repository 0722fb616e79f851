package chat.push;

/**
 * A device that wants to be told.
 *
 * @param session that ends it when it ends
 */
record Subscription(String user, String device, String session, Target target) {}
