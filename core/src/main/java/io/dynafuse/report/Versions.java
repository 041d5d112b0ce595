package io.dynafuse.report;

import io.dynafuse.torch.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** The versions of what runs here. */
public final class Versions {
    private Versions() {}

    /** Of this build. */
    public static String dynafuse() {
        Properties properties = new Properties();
        try (InputStream in = Versions.class.getResourceAsStream("version.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    public static String java() {
        return System.getProperty("java.version");
    }

    /** By name; loads the engine. */
    static Map<String, String> all() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("dynafuse", dynafuse());
        versions.put("engine", Engine.version());
        versions.put("java", java());
        return versions;
    }
}
