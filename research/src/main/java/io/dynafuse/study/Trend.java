package io.dynafuse.study;

import java.util.Locale;

/** How a number goes from step to step, in words. */
record Trend(double[] numbers) {
    int falls() {
        int falls = 0;
        for (int i = 1; i < numbers.length; i++) {
            falls += numbers[i] < numbers[i - 1] ? 1 : 0;
        }
        return falls;
    }

    private int rises() {
        int rises = 0;
        for (int i = 1; i < numbers.length; i++) {
            rises += numbers[i] > numbers[i - 1] ? 1 : 0;
        }
        return rises;
    }

    /** @param severity what a step is: {@code severity}; several of them: {@code severities} */
    String words(String severity, String severities) {
        int steps = numbers.length - 1;
        String from = String.format(Locale.ROOT, " (%.4f to %.4f)", numbers[0], numbers[steps]);
        if (falls() + rises() == 0) {
            return "stays the same" + from;
        }
        if (falls() == steps) {
            return "falls at every " + severity + from;
        }
        return rises() == steps
                ? "rises at every " + severity + from
                : "falls at " + falls() + " of " + steps + " " + severities + " only" + from;
    }
}
