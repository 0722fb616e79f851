package chat.team;

/**
 * A team.
 *
 * @param open whether everybody who knows its id may join
 * @param general the channel that everybody who joins is put into
 */
record Team(String id, String name, boolean open, boolean encrypted, String general) {}
