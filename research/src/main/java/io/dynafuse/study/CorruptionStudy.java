package io.dynafuse.study;

import io.dynafuse.data.DatasetScene;
import io.dynafuse.data.SourceFile;
import io.dynafuse.evaluation.report.Findings;
import io.dynafuse.fusion.Variant;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * Whether a source that gets worse loses its say (TTD, Fig. 6 and 7): one source of every scene is corrupted, in every severity, and the
 * mean of its weights is compared with that of the clean image. Fused images are measured against the clean sources.
 */
final class CorruptionStudy implements Study {
    private static final List<String> VARIANTS = List.of("component", "fused", "maximum", "self-fused");

    @Override
    public String id() {
        return "corruption";
    }

    @Override
    public String question() {
        return "does a source that is made worse lose its dominability (Fig. 6, 7), inside masks too?";
    }

    @Override
    public Set<Study.Option> options() {
        return Set.of(Study.Option.SOURCE, Study.Option.CORRUPTION, Study.Option.SEED);
    }

    @Override
    public void requireSense(StudySubject subject) throws IOException {
        requireDynamic(variants(subject));
        if (subject.source().isPresent()) {
            requireRole(subject.source().get(), StudyScenes.of(subject).scenes());
        }
    }

    private static List<Variant> variants(StudySubject subject) {
        // As the network's task has them, contrast included: what is asked is how they take a bad source.
        return subject.variants(VARIANTS, subject.fuser().defaultDominability());
    }

    @Override
    public Findings run(StudySubject subject) throws IOException, InterruptedException {
        StudyScenes scenes = StudyScenes.of(subject);
        CorruptionRun run = new CorruptionRun(subject, variants(subject));
        scenes.forEach(run::add);
        return run.findings(scenes.failures());
    }

    private static void requireRole(String role, List<DatasetScene> scenes) {
        List<String> roles = scenes.stream()
                .flatMap(scene -> scene.sources().stream().map(SourceFile::role))
                .distinct()
                .toList();
        if (!roles.contains(role)) {
            throw new IllegalArgumentException("--source " + role + ": expected one of " + String.join(", ", roles));
        }
    }

    static void requireDynamic(List<Variant> variants) {
        if (variants.stream().anyMatch(variant -> variant.dominability().isEmpty())) {
            throw new IllegalArgumentException(
                    "--variant static: has no fusion weights to look at; expected dynamic variants");
        }
    }
}
