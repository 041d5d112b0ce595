package io.dynafuse.image;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** How much memory the running thread has taken so far, given back or not. */
final class Allocation {
    private Allocation() {}

    static long ofThisThread() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
