package io.dynafuse.cli;

import java.util.List;

/** Sources cannot be aligned so that the result could be trusted. */
final class UntrustedAlignmentException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> lines;

    /** @param lines one for each such source, which names it and says why and what would help */
    UntrustedAlignmentException(List<String> lines) {
        super(String.join("; ", lines));
        this.lines = List.copyOf(lines);
    }

    List<String> lines() {
        return lines;
    }
}
