package io.dynafuse.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import org.junit.jupiter.api.Test;

class LoadFailureTest {
    /** As JavaCPP wraps what the system's loader said. */
    private static Throwable notLoaded(String said) {
        return new UnsatisfiedLinkError("no jnitorch in java.library.path: /usr/lib")
                .initCause(new UnsatisfiedLinkError("/c/libjnitorch.so: " + said));
    }

    @Test
    void theLimitOfMemoryIsNamedWhereThereIsOne() {
        Throwable failure = notLoaded("libtorch_cpu.so: failed to map segment from shared object");
        assertThat(LoadFailure.message(failure, true))
                .isEqualTo("engine: the memory that this process may have does not suffice for its native libraries"
                        + " (/c/libjnitorch.so: libtorch_cpu.so: failed to map segment from shared object);"
                        + " expected a limit of 8 GB or none (ulimit -v)");
        assertThat(LoadFailure.message(failure, false)).contains("mounted noexec", "cachedir=FOLDER");
        assertThat(LoadFailure.message(notLoaded("cannot allocate memory in static TLS block"), false))
                .contains("(ulimit -v)");
        assertThat(LoadFailure.message(new OutOfMemoryError("Java heap space"), false))
                .contains("Java heap space");
    }

    @Test
    void everyOtherReasonIsNamedToo() {
        assertThat(LoadFailure.message(notLoaded("cannot open shared object file: Too many open files"), false))
                .contains("too many files are open", "(ulimit -n)");
        assertThat(LoadFailure.message(new UnsatisfiedLinkError("java.io.IOException: No space left on device"), false))
                .contains("the disk is full", "500 MB free");
        assertThat(LoadFailure.message(new AccessDeniedException("/c/dynafuse.lock"), false))
                .contains("(/c/dynafuse.lock: permission denied)", "cannot be written");
        assertThat(LoadFailure.message(new OutOfMemoryError("unable to create native thread: limits"), false))
                .contains("(ulimit -u)");
        assertThat(LoadFailure.message(new IOException("/c: belongs to somebody else; expected x"), false))
                .isEqualTo("engine: /c: belongs to somebody else; expected x");
    }

    @Test
    void whatIsUnknownIsSaidInTheLoadersWords() {
        assertThat(LoadFailure.message(notLoaded("/c/libjnitorch.so: version `GLIBC_2.99' not found"), false))
                .isEqualTo("engine: its native libraries cannot be loaded (/c/libjnitorch.so: version `GLIBC_2.99' not"
                        + " found); expected those of this version for this system, as a build of it brings them");
    }
}
