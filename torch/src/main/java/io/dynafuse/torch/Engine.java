package io.dynafuse.torch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;

/** The engine of this process: loaded on first use, with one number of threads for all operations. */
public final class Engine {
    private static final long KEPT_BYTES = (32L << 20) - (64L << 10);

    /** A loading that was begun early and that nobody has waited for. */
    private static final AtomicReference<Optional<FutureTask<Void>>> BEGUN = new AtomicReference<>(Optional.empty());

    private static boolean loaded;

    private Engine() {}

    /**
     * Begins to load the engine on a thread of its own, for programs that know they will need it and have something else to do first. Calls
     * that need the engine wait for it, and throw what loading it threw; whoever never needs it never hears of that.
     */
    public static synchronized void loadEarly() {
        if (loaded || BEGUN.get().isPresent()) {
            return;
        }
        FutureTask<Void> loading = new FutureTask<>(Engine::loadNow, null);
        Thread thread = new Thread(loading, "dynafuse-engine-loading");
        thread.setDaemon(true);
        try {
            thread.start();
            BEGUN.set(Optional.of(loading));
        } catch (OutOfMemoryError e) {
            // No more threads can be started; it is loaded where it is needed, and fails there if it cannot be.
            return;
        }
    }

    /**
     * Loads the engine; calls after the first return at once. Unless the property {@code org.bytedeco.javacpp.maxphysicalbytes} is
     * set, it becomes 0 for the whole process; and if there is no home folder to unpack its native libraries into, {@code
     * org.bytedeco.javacpp.cachedir} becomes a private folder below the one for temporary files.
     *
     * @throws EngineException if its native libraries cannot be unpacked or loaded
     */
    public static synchronized void load() {
        if (loaded) {
            return;
        }
        Optional<FutureTask<Void>> begun = BEGUN.getAndSet(Optional.empty());
        if (begun.isPresent()) {
            await(begun.get());
        } else {
            loadNow();
        }
        loaded = true;
    }

    private static void await(FutureTask<Void> loading) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    loading.get();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof EngineException failure
                            ? failure
                            : new EngineException(LoadFailure.message(e.getCause()), e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void loadNow() {
        // JavaCPP would otherwise read the process's memory before every allocation and, over twice the Java
        // heap, force garbage collections; scopes free native memory, so neither helps.
        System.getProperties().putIfAbsent("org.bytedeco.javacpp.maxphysicalbytes", "0");
        try {
            new EngineCache(EngineFolder.choose(), EngineLibraries.archives()).load(EngineLibraries::load);
            leaveErrorsOnly();
            keepFreedMemory();
            keepMatricesOnOneThread();
        } catch (LinkageError | OutOfMemoryError | RuntimeException | IOException e) {
            throw new EngineException(LoadFailure.message(e), e);
        }
    }

    /**
     * On some processors libtorch warns before every small convolution, hundreds of times in a fusion, that it runs without NNPACK. If the
     * user has set libtorch's own variable, it is respected.
     */
    private static void leaveErrorsOnly() {
        if (System.getenv("TORCH_CPP_LOG_LEVEL") != null) {
            return;
        }
        try (PointerPointer<BytePointer> arguments = new PointerPointer<>("dynafuse", "--caffe2_log_level=2")) {
            torch.ParseCommandLineFlags(new int[] {2}, arguments);
        }
    }

    /**
     * The C library gives memory back to the system at once unless pieces as large have been freed before; to get it again, zeroed, can take longer
     * than the operation it is for. One piece of nearly 32 MiB, the largest that counts, taken and freed untouched, makes it keep up to twice that.
     */
    private static void keepFreedMemory() {
        try (PointerScope temporaries = new PointerScope()) {
            torch.empty(KEPT_BYTES / Float.BYTES);
        }
    }

    /**
     * Products of matrices have threads of their own, which wait busily beside those of all other operations: taking turns on as many cores, each
     * keeps the other from working, and one of them is not ruled by {@link #useThreads}. Measured on two shared cores: ReFusion on 640x480 in 22
     * seconds with both, in 3 with one.
     */
    private static void keepMatricesOnOneThread() {
        openblas_nolapack.blas_set_num_threads(1);
    }

    /**
     * Sets how many threads one operation may use. libtorch takes this into account only before its first operation.
     *
     * @throws IllegalArgumentException if {@code threads} is below 1
     */
    public static void useThreads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("expected 1 or more threads, found " + threads);
        }
        load();
        torch.set_num_threads(threads);
    }

    /** How many threads one operation uses. */
    public static int threads() {
        load();
        return torch.get_num_threads();
    }

    /** The name and version of the engine, such as {@code libtorch 2.10.0-1.5.13}: the engine's version, then that of its Java binding. */
    public static String version() {
        try {
            return "libtorch " + Loader.getVersion("org.bytedeco", "pytorch");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether this build of the engine finds an NVIDIA GPU. */
    public static boolean hasCuda() {
        load();
        return torch.cuda_is_available();
    }

    /** The resident memory of this process in bytes. */
    public static long residentBytes() {
        load();
        return Pointer.physicalBytes();
    }

    /** Gives memory that is free but still held by this process back to the system, as far as the system can. */
    public static void releaseUnusedMemory() {
        load();
        System.gc();
        Pointer.trimMemory();
    }

    /** The largest resident memory that this process has had, in bytes; empty on systems that do not report it. */
    public static OptionalLong peakResidentBytes() {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return OptionalLong.empty();
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) << 10)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
