package io.dynafuse.evaluation.report;

import io.dynafuse.evaluation.MethodResult;
import io.dynafuse.evaluation.Results;
import io.dynafuse.files.AtomicFile;
import io.dynafuse.files.UnwritableFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How good the variants of a network were on a dataset, as one HTML file that needs nothing beside itself: means and deviations, every
 * score of every image, radar charts in the manner of TTD's Fig. 5, and pictures that open large. The methods of the results are the
 * variants; the first is the baseline that the others are compared with.
 *
 * <p>The same report gives the same bytes: it holds no times and no order of chance.
 *
 * @param title what the page is called
 * @param facts what was evaluated and how, in the order of the list
 * @param results the scores of every variant; failures and undefined scores are shown with their reasons
 * @param descriptions one line about each method, by its name; may lack some
 * @param notes what the reader should know beside the facts, a sentence or more each
 */
public record HtmlReport(
        String title,
        List<Fact> facts,
        Results results,
        Map<String, String> descriptions,
        Gallery gallery,
        List<String> notes) {
    /**
     * @throws IllegalArgumentException if there is no method or no measure, two methods share a name, or the gallery has a variant that
     *     is no method
     */
    public HtmlReport {
        facts = List.copyOf(facts);
        descriptions = Map.copyOf(descriptions);
        notes = List.copyOf(notes);
        if (results.methods().isEmpty() || results.measures().isEmpty()) {
            throw new IllegalArgumentException("expected one method and one measure or more, found "
                    + results.methods().size() + " and " + results.measures().size());
        }
        Set<String> methods =
                results.methods().stream().map(MethodResult::method).collect(Collectors.toSet());
        if (methods.size() < results.methods().size()) {
            throw new IllegalArgumentException("expected methods of different names, found two of one name");
        }
        gallery.scenes().stream()
                .flatMap(scene -> scene.variants().stream())
                .map(Gallery.Variant::method)
                .filter(method -> !methods.contains(method))
                .findFirst()
                .ifPresent(method -> {
                    throw new IllegalArgumentException("expected variants that are methods, found " + method);
                });
    }

    /**
     * Writes the page, whole or not at all. A picture that cannot be read is said in its place and stops nothing. Pictures are read one
     * by one, so that no more than one is in memory in its full size.
     *
     * @throws UnwritableFileException if the file cannot be written
     */
    public void write(Path file) throws UnwritableFileException {
        AtomicFile.write(file, out -> PageParts.write("report", Page.of(this), out));
    }

    /**
     * One thing to know about an evaluation, for instance the dataset, the network, or the checksum of its weights.
     *
     * @param name what it is, in a word or two
     * @param value of any length
     */
    public record Fact(String name, String value) {}
}
