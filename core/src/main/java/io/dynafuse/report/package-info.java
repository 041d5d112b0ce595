/**
 * What is said of a fusion: for programs in JSON, and the words for it. The command writes it into the file of {@code --json}, the service
 * answers with it. May use {@code fusion}, {@code network}, {@code library}, {@code checkpoint}, {@code dominability}, {@code loss}, {@code image},
 * {@code preparation}, {@code task}, {@code torch} and {@code files}. Start with {@link io.dynafuse.report.FusionReport}.
 */
package io.dynafuse.report;
