package io.dynafuse.reproduction;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One printed number.
 *
 * @param dataset on which images, such as {@code LLVIP}; empty if the table is of none
 * @param method the row
 * @param metric the head of the column as printed, for numbers that are no metric in words, such as {@code seconds static}
 * @param value what is printed; empty if the paper prints no number there
 * @param doubt why the number should not be trusted, if there is a reason
 */
public record PublishedCell(
        String dataset, String method, String metric, OptionalDouble value, Optional<String> doubt) {}
