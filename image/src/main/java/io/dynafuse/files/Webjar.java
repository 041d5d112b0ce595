package io.dynafuse.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Libraries for browsers that lie on the class path, in folders called by their version. */
public final class Webjar {
    private Webjar() {}

    /**
     * The folder of a library among the resources, with a slash at its end.
     *
     * @param group of its artifact
     * @throws IOException if it is not on the class path
     */
    public static String folder(String group, String artifact) throws IOException {
        String facts = "/META-INF/maven/" + group + "/" + artifact + "/pom.properties";
        try (InputStream in = Webjar.class.getResourceAsStream(facts)) {
            if (in == null) {
                throw new FileNotFoundException(facts + " is missing on the class path; build Dynafuse anew");
            }
            Properties properties = new Properties();
            properties.load(in);
            return "/META-INF/resources/webjars/" + artifact + "/" + properties.getProperty("version") + "/";
        }
    }
}
