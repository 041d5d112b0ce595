package io.dynafuse.graph;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * What a graph may take.
 *
 * @param longestCall how long loading it, or one call of a function, may last
 * @param mostBytes by how much the resident memory of the process may grow meanwhile
 */
public record GraphLimits(Duration longestCall, long mostBytes) {
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(10);

    /** @throws IllegalArgumentException if one is not above 0 */
    public GraphLimits {
        if (longestCall.isNegative() || longestCall.isZero() || mostBytes <= 0) {
            throw new IllegalArgumentException(
                    "expected limits above 0, found " + longestCall + " and " + mostBytes + " bytes");
        }
    }

    /** Ten minutes, and three quarters of this machine's memory. */
    public static GraphLimits ofThisMachine() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new GraphLimits(LONG_ENOUGH, system.getTotalMemorySize() / 4 * 3);
    }

    /** With another longest call. */
    public GraphLimits withLongestCall(Duration duration) {
        return new GraphLimits(duration, mostBytes);
    }

    /** With other memory. */
    public GraphLimits withMostBytes(long bytes) {
        return new GraphLimits(longestCall, bytes);
    }
}
