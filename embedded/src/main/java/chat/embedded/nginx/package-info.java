/**
 * The system's nginx with the configuration that operators get, run as a child process by tests.
 */
package chat.embedded.nginx;
