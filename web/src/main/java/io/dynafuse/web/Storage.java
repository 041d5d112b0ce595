package io.dynafuse.web;

import java.io.IOException;
import java.util.Locale;

/** Tells a full disk from other failures. */
final class Storage {
    private Storage() {}

    /** Whether something could not be written because there is no more room; the system says so in words only. */
    static boolean isFull(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String words = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            if (cause instanceof IOException
                    && (words.contains("no space left")
                            || words.contains("quota exceeded")
                            || words.contains("not enough space")
                            || words.contains("file too large"))) {
                return true;
            }
        }
        return false;
    }
}
