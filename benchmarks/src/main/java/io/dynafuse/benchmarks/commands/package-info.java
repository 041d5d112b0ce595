/**
 * Measures whole commands, each as a process of its own: {@link io.dynafuse.benchmarks.commands.PeersTable} beside other programs, {@link
 * io.dynafuse.benchmarks.commands.CompareTable} beside the same command as of another commit, {@link
 * io.dynafuse.benchmarks.commands.ServiceTable} the service under many clients beside the command. Uses the parent package, fusion, images and made scenes.
 */
package io.dynafuse.benchmarks.commands;
