/**
 * The tasks of image fusion, the roles of their sources, and a guess of the task from the images alone. May use {@code image}. Start
 * with {@link io.dynafuse.task.TaskGuess}.
 */
package io.dynafuse.task;
