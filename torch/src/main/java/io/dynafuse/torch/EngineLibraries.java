package io.dynafuse.torch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.javacpp.ClassProperties;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;

/**
 * Loads the engine's native libraries, and no others of the same names. A library names the libraries that it needs without a folder; the
 * system's loader takes them from LD_LIBRARY_PATH first, or from its own folders if ours are not unpacked yet, and another libtorch in
 * their place ends the process. The loader accepts a library that is loaded already, wherever it came from. So each library is unpacked
 * and loaded by its path before those that need it; JavaCPP alone
 * loads {@code torch} before {@code torch_cpu}.
 */
final class EngineLibraries {
    private static final String EXTENSION = "platform.extension";
    private static final String GPU = "-gpu";
    private static final String CORE = "c10";

    /** The libraries of libtorch, each before those that need it. */
    private static final List<String> LIBTORCH = List.of(CORE, "torch_cpu", "c10_cuda", "torch_cuda", "torch");

    private EngineLibraries() {}

    /**
     * Loads them all.
     *
     * @throws UnsatisfiedLinkError if one is missing or cannot be loaded
     * @throws UncheckedIOException if one cannot be unpacked
     */
    static void load() {
        try {
            requireNatives();
            loadFor(openblas_nolapack.class);
            loadFor(openblas.class);
            loadFor(torch.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** JavaCPP unpacks each archive of native libraries into a folder of its name; the first names the engine. */
    static List<String> archives() throws IOException {
        String platform = Loader.getPlatform();
        return List.of(
                archive("pytorch", isForGpu() ? platform + GPU : platform),
                archive("openblas", platform),
                archive("javacpp", platform));
    }

    private static String archive(String artifact, String platform) throws IOException {
        return artifact + "-" + Loader.getVersion("org.bytedeco", artifact) + "-" + platform + ".jar";
    }

    private static boolean isForGpu() {
        String part = "/META-INF/native-image/" + Loader.getPlatform() + GPU + "/jnitorch/jni-config.json";
        return EngineLibraries.class.getResource(part) != null;
    }

    private static void requireNatives() {
        if (Loader.findLibrary(torch.class, Loader.loadProperties(torch.class, platform(), true), CORE).length == 0) {
            throw new UnsatisfiedLinkError("there are none for " + Loader.getPlatform() + " on the class path");
        }
    }

    private static void loadFor(Class<?> binding) throws IOException {
        ClassProperties wanted = Loader.loadProperties(binding, platform(), true);
        for (String name : inOrder(names(wanted))) {
            load(binding, wanted, name);
        }
        if (binding == torch.class) {
            withhold(binding, wanted);
        }
        Loader.load(binding);
    }

    /** JavaCPP's description of this platform, without the libraries that a CPU build does not include. */
    private static Properties platform() {
        Properties platform = new Properties();
        platform.putAll(Loader.loadProperties());
        if (!isForGpu()) {
            platform.putIfAbsent(EXTENSION, "");
        }
        return platform;
    }

    private static Set<String> names(ClassProperties wanted) {
        return Stream.of("platform.preload", "platform.link")
                .map(wanted::get)
                .flatMap(Collection::stream)
                .map(name -> name.endsWith("!") ? name.substring(0, name.length() - 1) : name)
                .collect(LinkedHashSet::new, Set::add, Set::addAll);
    }

    /** The names in JavaCPP's order, with those of libtorch last and in their own order. */
    static List<String> inOrder(Collection<String> names) {
        List<String> ordered = new ArrayList<>(names);
        ordered.removeAll(LIBTORCH);
        LIBTORCH.stream().filter(names::contains).forEach(ordered::add);
        return ordered;
    }

    private static void load(Class<?> binding, ClassProperties wanted, String name) throws IOException {
        URL[] found = Loader.findLibrary(binding, wanted, name);
        if (found.length > 0) {
            loadOurs(binding, found[0], name);
        } else if (isForGpu()) {
            loadOfSystem(binding, name);
        }
    }

    private static void loadOurs(Class<?> binding, URL library, String name) throws IOException {
        // The last character keeps JavaCPP from loading the system's library of that name if ours cannot be loaded.
        String loaded = Loader.loadLibrary(binding, new URL[] {library}, name + "#");
        if (loaded == null && !library.getProtocol().equals("file")) {
            // Says why.
            System.load(Loader.cacheResource(library).getPath());
        }
    }

    /** CUDA's libraries may come with the system. */
    private static void loadOfSystem(Class<?> binding, String name) {
        try {
            Loader.loadLibrary(binding, new URL[0], name);
        } catch (UnsatisfiedLinkError e) {
            // Of another version of CUDA, or not needed; if it is needed, the library that needs it reports that.
            return;
        }
    }

    /**
     * Keeps JavaCPP from asking the system for libraries that only a build for GPUs uses: those of another libtorch would register
     * themselves in this one. JavaCPP does not load a library again, so these libraries get the name of one that is loaded.
     */
    private static void withhold(Class<?> binding, ClassProperties wanted) {
        Set<String> others = names(Loader.loadProperties(binding, Loader.loadProperties(), true));
        others.removeAll(names(wanted));
        URL[] core = Loader.findLibrary(binding, wanted, CORE);
        for (String other : others) {
            Loader.loadLibrary(binding, core, CORE + "#" + other);
        }
    }
}
