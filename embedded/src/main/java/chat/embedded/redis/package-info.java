/** Redis from the files of embedded-redis, run as a child process. */
package chat.embedded.redis;
