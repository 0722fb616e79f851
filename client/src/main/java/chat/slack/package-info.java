/** Reads the export of a Slack workspace; knows nothing of this system. */
package chat.slack;
