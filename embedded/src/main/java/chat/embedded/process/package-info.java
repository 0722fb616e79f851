/**
 * Child processes that cannot outlive their use: started with a death signal tied to this process,
 * remembered in pid files, and reaped at the next start if both failed.
 */
package chat.embedded.process;
