package io.dynafuse.evaluation.report;

import com.samskivert.mustache.DefaultCollector;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import io.dynafuse.files.Webjar;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.StringReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Optional;

/** What every page is made of: the templates, the style, the script, and the library that draws the charts. */
final class PageParts {
    private PageParts() {}

    /** An optional value is a section of its own, or none. */
    private static final class OptionalCollector extends DefaultCollector {
        @Override
        public Iterator<?> toIterator(Object value) {
            return value instanceof Optional<?> optional ? optional.stream().iterator() : super.toIterator(value);
        }
    }

    /**
     * Writes a page.
     *
     * @param template the name of one of the templates
     * @param view what it puts in, by name
     */
    static void write(String template, Object view, OutputStream out) throws IOException {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        try {
            template(template).execute(view, writer);
        } catch (MustacheException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw e;
        }
        writer.flush();
    }

    /** Escapes what is put into it, and knows no name that it is not given. */
    private static Template template(String name) throws IOException {
        return Mustache.compiler()
                .escapeHTML(true)
                .strictSections(true)
                .emptyStringIsFalse(true)
                .withCollector(new OptionalCollector())
                .withLoader(part -> new StringReader(own(part + ".mustache")))
                .compile(new StringReader(own(name + ".mustache")));
    }

    static String style() throws IOException {
        return own("report.css");
    }

    static String script() throws IOException {
        return own("report.js");
    }

    /** Chart.js below its licence, which wants to be passed on, and without the address of a source map. */
    static String chartLibrary() throws IOException {
        String folder = Webjar.folder("org.webjars.npm", "chart.js");
        String code = text(folder + "dist/chart.umd.min.js").replaceAll("(?m)^//# sourceMappingURL=.*$", "");
        return "/*!\n" + text(folder + "LICENSE.md").strip() + "\n*/\n" + code.strip();
    }

    private static String own(String name) throws IOException {
        return text("/io/dynafuse/evaluation/report/" + name);
    }

    private static String text(String resource) throws IOException {
        try (InputStream in = open(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static InputStream open(String resource) throws IOException {
        InputStream in = PageParts.class.getResourceAsStream(resource);
        if (in == null) {
            throw new FileNotFoundException(resource + " is missing on the class path; build Dynafuse anew");
        }
        return in;
    }
}
