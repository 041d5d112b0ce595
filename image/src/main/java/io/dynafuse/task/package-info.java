/**
 * What kind of sources are before us, told from the images alone. May use {@code image}, and the list of tasks in {@code model}. Start
 * with {@link io.dynafuse.task.TaskGuess}.
 */
package io.dynafuse.task;
