package io.dynafuse.evaluation.run;

import io.dynafuse.data.Dataset;
import io.dynafuse.evaluation.Measure;
import io.dynafuse.evaluation.OutputRule;
import io.dynafuse.evaluation.report.HtmlReport;
import io.dynafuse.fusion.Variant;
import io.dynafuse.preparation.SourceReading;
import java.nio.file.Path;
import java.util.List;

/**
 * What is to be evaluated.
 *
 * @param dataset the scenes, one or more
 * @param place the folder that names of sources start from in the results
 * @param variants one or more, no two of one label or meaning; the first is the baseline of the report
 * @param measures one or more
 * @param identity what results must have in common with those of an earlier run
 * @param task what the default dominability was chosen for; empty if that was open
 * @param output how the network's output becomes an image
 * @param facts what the report says of dataset, network and variants
 * @param reading how images are read, and what is done to sources before they are fused
 * @param threads how many images to measure at once
 * @param galleryScenes how many scenes the report shows pictures of
 * @param restart whether to remove what an earlier run left, of whatever identity
 */
public record EvaluationRequest(
        Dataset dataset,
        Path place,
        List<Variant> variants,
        List<Measure> measures,
        RunIdentity identity,
        String task,
        OutputRule output,
        List<HtmlReport.Fact> facts,
        SourceReading reading,
        int threads,
        int galleryScenes,
        boolean restart) {
    /** @throws IllegalArgumentException if there is no scene, variant, measure or thread, or two variants are the same */
    public EvaluationRequest {
        variants = List.copyOf(variants);
        measures = List.copyOf(measures);
        facts = List.copyOf(facts);
        if (dataset.scenes().isEmpty() || variants.isEmpty() || measures.isEmpty() || threads < 1) {
            throw new IllegalArgumentException("expected a scene, a variant, a measure and a thread or more of each");
        }
        requireApart(variants);
    }

    /**
     * Checks that variants can be told apart.
     *
     * @throws IllegalArgumentException if two have one meaning, or one label
     */
    public static void requireApart(List<Variant> variants) {
        for (int i = 0; i < variants.size(); i++) {
            for (int j = 0; j < i; j++) {
                Variant first = variants.get(j);
                Variant second = variants.get(i);
                if (VariantFolders.Placed.meaning(first).equals(VariantFolders.Placed.meaning(second))) {
                    throw new IllegalArgumentException("expected variants that differ, found " + first.label() + " and "
                            + second.label() + ", which both are: " + VariantFolders.Placed.meaning(first));
                }
                if (first.label().equalsIgnoreCase(second.label())) {
                    throw new IllegalArgumentException(
                            "expected variants of different labels, found two " + first.label());
                }
            }
        }
    }
}
