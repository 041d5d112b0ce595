/**
 * Files that appear whole or not at all, and text from files in one line. Uses nothing but the JDK and may be used by every other package. Start with {@link
 * io.dynafuse.files.AtomicFile}.
 */
package io.dynafuse.files;
