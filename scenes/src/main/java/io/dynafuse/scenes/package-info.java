/**
 * Scenes to train on and to measure by: registered images of one scene for each task and, where there is one, their perfect fusion; made from a
 * seed, procedurally or of photographs. Knows images, tasks and seeds. Start with {@link
 * io.dynafuse.scenes.SceneMakers}.
 */
package io.dynafuse.scenes;
