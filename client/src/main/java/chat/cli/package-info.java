/**
 * The command {@code ./chat}: log in, read and write from a terminal or a script.
 *
 * <p>{@link chat.cli.ChatCommand} is the program; each command is one class that uses {@link
 * chat.cli.Terminal} for what a person sees and {@link chat.cli.SignedIn} for the session. Errors
 * are one line on standard error and exit status 1; wrong usage is 2.
 */
package chat.cli;
