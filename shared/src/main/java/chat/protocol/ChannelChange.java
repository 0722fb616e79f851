package chat.protocol;

/**
 * What a channel is called and whether it is archived, after a change of it.
 *
 * @param version counts the channel's changes of these and of its members together, from 1
 * @param by the user who made the change
 */
public record ChannelChange(String name, String topic, boolean archived, String by, long version) {}
