package io.dynafuse.study;

import io.dynafuse.data.DatasetScene;
import io.dynafuse.data.SourceFile;
import io.dynafuse.data.Words;
import io.dynafuse.evaluation.report.Findings;
import io.dynafuse.evaluation.table.Cell;
import io.dynafuse.evaluation.table.Table;
import io.dynafuse.fusion.Variant;
import io.dynafuse.image.Image;
import io.dynafuse.network.Network;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * TTD's theory in figures (Eq. 4, 5 and 10), which the paper does not print: the covariance of weights and losses over all pixels of all
 * images, the constant part of the bound, and the loss that the fusion reaches. Losses are L1 in the network's numbers. Scenes of
 * different numbers of sources stand apart, as equal weights would differ between them.
 */
final class CovarianceStudy implements Study {
    private static final List<String> VARIANTS = List.of(
            "static",
            "fused",
            "fused, contrast",
            "maximum",
            "maximum, contrast",
            "component",
            "component, contrast",
            "self-fused",
            "self-fused, contrast");
    // Where no weight differs from another, this is what rounding leaves.
    private static final double NOTHING = 1e-9;

    @Override
    public String id() {
        return "covariance";
    }

    @Override
    public String question() {
        return "do fusion weights and losses correlate as TTD's theory asks (Eq. 4), and does the fusion loss fall with it?";
    }

    @Override
    public Set<Study.Option> options() {
        return Set.of();
    }

    @Override
    public void requireSense(StudySubject subject) {
        variants(subject);
    }

    private static List<Variant> variants(StudySubject subject) {
        return subject.variants(VARIANTS, subject.withoutContrast());
    }

    @Override
    public Findings run(StudySubject subject) throws IOException, InterruptedException {
        List<Variant> variants = variants(subject);
        Map<Integer, Group> groups = new TreeMap<>();
        StudyScenes scenes = StudyScenes.of(subject);
        scenes.forEach((scene, images) -> groups.computeIfAbsent(images.size(), m -> new Group(variants, m))
                .add(scene, terms(subject, variants, images)));
        return new Findings(
                groups.values().stream().map(Group::table).toList(),
                Stream.concat(
                                groups.values().stream().flatMap(group -> group.remarks().stream()),
                                limits(subject.fuser().network()).stream())
                        .toList(),
                Map.of(),
                scenes.failures());
    }

    /** Where the theorem does not speak of this network. */
    private static List<String> limits(Network network) {
        return switch (network.facts().weighting().orElseThrow()) {
            case MEAN -> List.of();
            case SUM ->
                List.of(
                        "The bound is proven for D(Σ ω E) (Eq. 8). This network was trained on sums and fuses by D(M Σ ω E),"
                                + " about which it says nothing.");
            case MAXIMUM ->
                List.of(
                        "The bound is proven for D(Σ ω E) (Eq. 8). The static fusion of this network is a maximum, which has"
                                + " no weights; it stands here with equal ones.");
        };
    }

    private record SceneTerms(List<VariantTerms> variants, double constant) {}

    private static SceneTerms terms(StudySubject subject, List<Variant> variants, List<Image> images)
            throws InterruptedException {
        return subject.fuser().onTensors(images, (fusion, sources) -> {
            VariantTerms.ComponentLosses losses = VariantTerms.ComponentLosses.of(fusion, sources);
            return new SceneTerms(
                    variants.stream()
                            .map(variant -> VariantTerms.of(variant, fusion, sources, losses.ofOwn()))
                            .toList(),
                    losses.constant());
        });
    }

    /** The scenes of one number of sources. */
    private static final class Group {
        private final List<Variant> variants;
        private final int sources;
        private final List<List<String>> roles = new ArrayList<>();
        private List<VariantTerms> terms;
        private double constant;

        Group(List<Variant> variants, int sources) {
            this.variants = variants;
            this.sources = sources;
            this.terms =
                    variants.stream().map(variant -> VariantTerms.none(sources)).toList();
        }

        void add(DatasetScene scene, SceneTerms added) {
            roles.add(scene.sources().stream().map(SourceFile::role).toList());
            List<VariantTerms> before = terms;
            terms = IntStream.range(0, variants.size())
                    .mapToObj(v -> before.get(v).plus(added.variants().get(v)))
                    .toList();
            constant += added.constant();
        }

        private String role(int source) {
            List<String> names =
                    roles.stream().map(scene -> scene.get(source)).distinct().toList();
            return names.size() == 1 ? names.get(0) : "source " + (source + 1);
        }

        Table table() {
            Table.Builder table = Table.of(
                    "Weights ω and losses ℓ over all pixels of " + Words.counted(roles.size(), "scene") + " of "
                            + sources
                            + " sources: own ℓ is what the weights are made of, the paper's ℓ is each source's component"
                            + " against itself; the bound is the constant part plus the sum of the paper's"
                            + " covariances",
                    2,
                    List.of("variant", "source", "mean ω"),
                    List.of("Cov(ω, own ℓ)", "Cov(ω, paper's ℓ)", "bound", "fusion loss"));
            for (int v = 0; v < variants.size(); v++) {
                add(table, variants.get(v).label(), terms.get(v));
            }
            return table.build();
        }

        private void add(Table.Builder table, String variant, VariantTerms of) {
            for (int m = 0; m < sources; m++) {
                table.row(
                        variant,
                        role(m),
                        Cell.of(of.component().get(m).meanWeight(), 4),
                        Cell.of(of.own().get(m).covariance(), 5),
                        Cell.of(of.component().get(m).covariance(), 5),
                        "",
                        "");
            }
            table.row(
                    variant,
                    "sum",
                    "",
                    Cell.of(VariantTerms.covariance(of.own()), 5),
                    Cell.of(VariantTerms.covariance(of.component()), 5),
                    Cell.of(bound(of), 4),
                    Cell.of(of.meanFusionLoss(), 4));
        }

        private double bound(VariantTerms of) {
            return constant / of.component().get(0).pixels() + VariantTerms.covariance(of.component());
        }

        List<String> remarks() {
            return List.of(
                    sources + " sources. The sum of the covariances with the loss that weights are made of is "
                            + bySign(VariantTerms::own) + "; with the paper's loss it is "
                            + bySign(VariantTerms::component) + ".",
                    sources + " sources. The fusion loss, from the lowest: " + byLoss()
                            + ". It lies below the bound for "
                            + (IntStream.range(0, variants.size()).allMatch(this::isBelowBound)
                                    ? "all."
                                    : "some only."));
        }

        private String bySign(Function<VariantTerms, List<VariantTerms.PixelSums>> sums) {
            return IntStream.range(0, variants.size())
                    .boxed()
                    .collect(Collectors.groupingBy(
                            v -> sign(VariantTerms.covariance(sums.apply(terms.get(v)))),
                            TreeMap::new,
                            Collectors.mapping(v -> quoted(variants.get(v)), Collectors.joining(", "))))
                    .entrySet()
                    .stream()
                    .map(sign -> sign.getKey() + " for " + sign.getValue())
                    .collect(Collectors.joining("; "));
        }

        private String byLoss() {
            return IntStream.range(0, variants.size())
                    .boxed()
                    .sorted(Comparator.comparingDouble(v -> terms.get(v).meanFusionLoss()))
                    .map(v -> quoted(variants.get(v)))
                    .collect(Collectors.joining(", "));
        }

        private boolean isBelowBound(int variant) {
            return terms.get(variant).meanFusionLoss() <= bound(terms.get(variant));
        }

        private static String quoted(Variant variant) {
            return "'" + variant.label() + "'";
        }

        private static String sign(double covariance) {
            return Math.abs(covariance) < NOTHING ? "zero" : covariance < 0 ? "negative" : "positive";
        }
    }
}
