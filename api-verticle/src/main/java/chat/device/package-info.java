/** The devices of a user: which are signed in, and how they are told while they are away. */
package chat.device;
