package io.dynafuse.evaluation.run;

import io.dynafuse.evaluation.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What decides, beside the images and the variant, which scores come out. Results of one identity belong together.
 *
 * @param dataset what it is called
 * @param network its id
 * @param weights the SHA-256 of the checkpoint
 * @param precision what the network computes in
 * @param device where it runs
 * @param sources what is done to them before they are fused; see {@link io.dynafuse.preparation.SourcePreparation#words}
 * @param output how its output becomes an image; see {@link io.dynafuse.evaluation.OutputRule#words}
 * @param measures the labels of the measures, in alphabetical order
 * @param dynafuse the version of this program
 * @param engine the name and version of what computes the network
 * @param java the release of Java, which computes the metrics
 */
public record RunIdentity(
        String dataset,
        String network,
        String weights,
        String precision,
        String device,
        String sources,
        String output,
        List<String> measures,
        String dynafuse,
        String engine,
        String java) {
    public RunIdentity {
        measures = List.copyOf(measures);
    }

    /** The labels of measures as an identity has them. */
    public static List<String> labels(List<Measure> measures) {
        return measures.stream().map(Measure::label).sorted().toList();
    }

    /** Names the identity in every score file. */
    String digest() {
        return SealedJson.seal(this);
    }

    /** What tells another identity from this one, the most important thing first; nothing if they are one. */
    Optional<String> difference(RunIdentity other) {
        List<Difference> differences = List.of(
                new Difference("dataset", dataset, other.dataset),
                new Difference("network", network, other.network),
                new Difference("checkpoint, SHA-256", weights, other.weights),
                new Difference("precision", precision, other.precision),
                new Difference("device", device, other.device),
                new Difference("sources", sources, other.sources),
                new Difference("fused images", output, other.output),
                new Difference("metrics", missing(other.measures, measures), missing(measures, other.measures)),
                new Difference("Dynafuse", dynafuse, other.dynafuse),
                new Difference("engine", engine, other.engine),
                new Difference("Java", java, other.java));
        return differences.stream()
                .filter(Difference::isOne)
                .map(Difference::words)
                .findFirst();
    }

    private static String missing(List<String> measures, List<String> others) {
        List<String> missing = new ArrayList<>(others);
        missing.removeAll(measures);
        return missing.isEmpty() ? "no others" : "also " + String.join(", ", missing);
    }

    private record Difference(String name, String there, String here) {
        boolean isOne() {
            return !there.equals(here);
        }

        String words() {
            return name + ": " + there + " there, " + here + " here";
        }
    }
}
