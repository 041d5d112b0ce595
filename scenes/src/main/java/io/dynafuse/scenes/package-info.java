/**
 * Synthetic scenes for training and measuring: registered images of one scene for each task and, if there is one, their perfect fusion;
 * made from a seed, procedurally or from photographs. May use {@code files}, {@code image}, {@code task} and {@code random}. Start with {@link
 * io.dynafuse.scenes.SceneMakers}.
 */
package io.dynafuse.scenes;
