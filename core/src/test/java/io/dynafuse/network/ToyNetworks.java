package io.dynafuse.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Networks that are code in the documents of this project. */
final class ToyNetworks {
    private static final Path GUIDE = Path.of("../docs/adding-a-network.md");

    private ToyNetworks() {}

    /** The network of the guide, compiled as a reader would. */
    static Network ofTheGuide() {
        try {
            Path folder = Files.createTempDirectory("guide");
            Path source = Files.createDirectories(folder.resolve("example")).resolve("Gate.java");
            Files.writeString(source, code(Files.readString(GUIDE)));
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            int result = compiler.run(
                    null,
                    null,
                    null,
                    "-proc:none",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-d",
                    folder.toString(),
                    source.toString());
            if (result != 0) {
                throw new AssertionError(GUIDE + ": its network does not compile");
            }
            // Its classes are needed for as long as the tests run.
            URLClassLoader loader =
                    new URLClassLoader(new URL[] {folder.toUri().toURL()}, ToyNetworks.class.getClassLoader());
            return (Network) loader.loadClass("example.Gate").getConstructor().newInstance();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static String code(String markdown) {
        Matcher blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(markdown);
        List<String> found = blocks.results().map(match -> match.group(1)).toList();
        if (found.size() != 1) {
            throw new AssertionError(GUIDE + ": expected one block of Java, found " + found.size());
        }
        return found.get(0);
    }
}
