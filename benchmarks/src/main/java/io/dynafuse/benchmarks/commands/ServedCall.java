package io.dynafuse.benchmarks.commands;

import io.dynafuse.evaluation.Statistics;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A call of the service and its answer.
 *
 * @param size of the images
 * @param status of the answer; 0 if there was none
 * @param seconds until all of the answer was there
 */
record ServedCall(String size, int status, double seconds) {
    static final int DONE = 200;
    private static final double HIGH = 0.95;

    /** How many answers had each status. */
    static Map<Integer, Long> byStatus(List<ServedCall> calls) {
        return calls.stream().collect(Collectors.groupingBy(ServedCall::status, TreeMap::new, Collectors.counting()));
    }

    /** Those that were answered by an image. */
    static List<ServedCall> done(List<ServedCall> calls) {
        return calls.stream().filter(call -> call.status == DONE).toList();
    }

    /** The median of the seconds of one call or more. */
    static double median(List<ServedCall> calls) {
        return Statistics.median(sorted(calls));
    }

    /** The least number of seconds that 95 % of one call or more did not exceed. */
    static double high(List<ServedCall> calls) {
        double[] sorted = sorted(calls);
        return sorted[(int) Math.ceil(HIGH * sorted.length) - 1];
    }

    private static double[] sorted(List<ServedCall> calls) {
        double[] seconds = calls.stream().mapToDouble(ServedCall::seconds).toArray();
        Arrays.sort(seconds);
        return seconds;
    }
}
