package io.dynafuse.metrics.signal;

import org.jtransforms.utils.CommonUtils;

/**
 * Keeps the library's transforms on the thread that asks for them. From some lengths on it would start threads, and go on with a
 * half-done transform if the asking thread is interrupted meanwhile. The setting is one to a process.
 */
final class OneThread {
    private OneThread() {}

    /** To be called before a transform is made. */
    static void only() {
        CommonUtils.setThreadsBeginN_1D_FFT_2Threads(Long.MAX_VALUE);
        CommonUtils.setThreadsBeginN_1D_FFT_4Threads(Long.MAX_VALUE);
    }
}
