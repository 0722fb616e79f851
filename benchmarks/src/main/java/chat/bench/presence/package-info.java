/** Clients that watch each other. */
package chat.bench.presence;
