package io.dynafuse.cli;

import java.util.List;
import java.util.Map;

/** Sources cannot be aligned so that the result could be trusted. */
final class UntrustedAlignmentException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> names;
    private final transient Map<Integer, String> reasons;

    /**
     * @param names of all sources
     * @param reasons why a source cannot be trusted, by its index from 0
     */
    UntrustedAlignmentException(List<String> names, Map<Integer, String> reasons) {
        super(String.join("; ", lines(names, reasons)) + help(names.size()));
        this.names = List.copyOf(names);
        this.reasons = Map.copyOf(reasons);
    }

    private static List<String> lines(List<String> names, Map<Integer, String> reasons) {
        return reasons.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(reason -> names.get(reason.getKey()) + ": " + reason.getValue())
                .toList();
    }

    private static String help(int sources) {
        return "; what may help: --around ANGLE,SCALE" + (sources == 2 ? ", --points FILE" : "")
                + " or --transform FILE";
    }

    /** A line for each such source, which names it and says why and what may help. */
    List<String> lines() {
        return lines(names, reasons).stream()
                .map(line -> line + help(names.size()))
                .toList();
    }

    /** Why each such source cannot be trusted, by its index from 0. */
    Map<Integer, String> reasons() {
        return reasons;
    }
}
