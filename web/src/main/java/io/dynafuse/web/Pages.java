package io.dynafuse.web;

import io.dynafuse.files.Webjar;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.regex.Pattern;

/** The files of the page, which are parts of the program. */
final class Pages {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "yaml", "application/yaml",
            "webmanifest", "application/manifest+json");

    private Pages() {}

    /** A file of the page. */
    static void page(Context call, String name) throws IOException {
        send(call, "page/", name);
    }

    /** A source of an example. */
    static void example(Context call, String name) throws IOException {
        send(call, "examples/", name);
    }

    /** The contract. */
    static void contract(Context call) throws IOException {
        send(call, "", "openapi.yaml");
    }

    /** The script of charts. */
    static void chart(Context call) throws IOException {
        send(call, Webjar.folder("org.webjars.npm", "chart.js") + "dist/", "chart.umd.js");
    }

    /** A file of Swagger UI. */
    static void swagger(Context call, String name) throws IOException {
        send(call, Webjar.folder("org.webjars", "swagger-ui"), name);
    }

    private static void send(Context call, String folder, String name) throws IOException {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null || !NAME.matcher(name).matches()) {
            throw missing();
        }
        try (InputStream in = Pages.class.getResourceAsStream(folder + name)) {
            if (in == null) {
                throw missing();
            }
            call.contentType(type).result(in.readAllBytes());
        }
    }

    static ProblemException missing() {
        return ProblemException.of(404, "there is nothing at this address");
    }
}
