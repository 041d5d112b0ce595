/**
 * The tasks of image fusion and the roles of their sources: as a user names them, or guessed from the images alone. May use {@code
 * image}. Start with {@link io.dynafuse.task.Task} and {@link io.dynafuse.task.Role}; {@link io.dynafuse.task.TaskChoice} takes the task
 * that was named, or guesses.
 */
package io.dynafuse.task;
