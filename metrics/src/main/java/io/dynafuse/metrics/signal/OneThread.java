package io.dynafuse.metrics.signal;

import org.jtransforms.utils.CommonUtils;

/**
 * Keeps the library's transforms on the calling thread. Above certain lengths the library would start threads, and continue with an
 * incomplete transform if the calling thread is interrupted. The setting is global to a process.
 */
final class OneThread {
    private OneThread() {}

    /** To be called before a transform is created. */
    static void only() {
        CommonUtils.setThreadsBeginN_1D_FFT_2Threads(Long.MAX_VALUE);
        CommonUtils.setThreadsBeginN_1D_FFT_4Threads(Long.MAX_VALUE);
    }
}
