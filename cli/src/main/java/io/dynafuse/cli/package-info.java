/**
 * The {@code dynafuse} command: options, messages, exit codes. May use everything of the project. Results go to standard output,
 * everything else to standard error. Start with {@link io.dynafuse.cli.Dynafuse}.
 */
package io.dynafuse.cli;
