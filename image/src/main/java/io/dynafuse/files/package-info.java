/**
 * Atomic files, which appear whole or not at all; locks on folders, checksums, and text from files made safe for one line of a message.
 * Uses nothing but the JDK, and every other package may use it. Start with {@link
 * io.dynafuse.files.AtomicFile}.
 */
package io.dynafuse.files;
