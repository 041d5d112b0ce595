/**
 * The {@code dynafuse} command: options, messages, exit codes, and no logic of its own. May use all other packages of the project. Results
 * go to standard output,
 * everything else to standard error. Start with {@link io.dynafuse.cli.Dynafuse}.
 */
package io.dynafuse.cli;
