package io.dynafuse.evaluation.comparison;

import io.dynafuse.evaluation.Measure;
import io.dynafuse.evaluation.report.Findings;
import io.dynafuse.evaluation.table.Cell;
import io.dynafuse.evaluation.table.Table;
import io.dynafuse.metrics.Direction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * How good weights are beside others on the same scenes.
 *
 * @param weights what they are called, two or more
 * @param baseline the place of those that the others are compared with
 * @param variants the ways to fuse, as the methods of the results are called
 * @param runs one for each of the weights and datasets
 */
public record CheckpointComparison(List<String> weights, int baseline, List<String> variants, List<ComparedRun> runs) {
    private static final String ALL = "all";

    /** @throws IllegalArgumentException if there are fewer than two weights or none of them is the baseline */
    public CheckpointComparison {
        weights = List.copyOf(weights);
        variants = List.copyOf(variants);
        runs = List.copyOf(runs);
        if (weights.size() < 2 || baseline < 0 || baseline >= weights.size()) {
            throw new IllegalArgumentException("expected two or more checkpoints and one of them as the baseline");
        }
    }

    /** A table for each variant, with the means of each task and of all images. */
    public Findings findings() {
        return new Findings(
                variants.stream().map(this::table).toList(),
                variants.stream()
                        .flatMap(variant -> others().mapToObj(other -> remark(variant, other)))
                        .toList(),
                Map.of(),
                runs.stream().flatMap(ComparedRun::failures).toList());
    }

    /** Whether there is no image at all for which all weights have a number. */
    public boolean isEmpty() {
        return variants.stream().flatMap(variant -> means(variant).stream()).allMatch(means -> means.images() == 0);
    }

    private IntStream others() {
        return IntStream.range(0, weights.size()).filter(place -> place != baseline);
    }

    private Table table(String variant) {
        Table.Builder table = Table.of(
                variant
                        + ": means over the images for which all checkpoints have a number, profile canonical. Per cent are"
                        + " turned round where lower is better: above 100 is always better. Aim: 98 % or more,"
                        + " 100 % of decibels",
                2,
                List.of("task", "metric", "images"),
                weights,
                others().mapToObj(other -> List.of(
                                weights.get(other) + " in % of " + weights.get(baseline),
                                "aim of " + weights.get(other)))
                        .toList());
        for (Means means : means(variant)) {
            table.row(
                    means.group(),
                    means.measure().metric().id() + " "
                            + means.measure().direction().arrow(),
                    Cell.of(means.images(), 0),
                    means.of().stream().map(mean -> Cell.of(mean, 4)).toList(),
                    others().mapToObj(other ->
                                    List.of(Cell.of(100 * means.share(other, baseline), 1), aim(means, other)))
                            .toList());
        }
        return table.build();
    }

    private String aim(Means means, int other) {
        if (means.images() == 0) {
            return "-";
        }
        return means.isReached(other, baseline) ? "met" : "missed";
    }

    private String remark(String variant, int other) {
        List<Means> known =
                means(variant).stream().filter(means -> means.images() > 0).toList();
        if (known.isEmpty()) {
            return variant
                    + ": nothing could be compared, as there is no image for which all checkpoints have a number.";
        }
        List<String> missed = known.stream()
                .filter(means -> !means.isReached(other, baseline))
                .map(means -> miss(means, other))
                .toList();
        return variant + ": " + weights.get(other) + " meets the aim in " + (known.size() - missed.size()) + " of "
                + known.size() + " means" + (missed.isEmpty() ? "." : "; missed: " + String.join(", ", missed) + ".");
    }

    private String miss(Means means, int other) {
        double share = means.share(other, baseline);
        String howMuch = Double.isNaN(share) ? "other sign" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
        return means.group() + " " + means.measure().metric().id() + " (" + howMuch + ")";
    }

    private List<Means> means(String variant) {
        List<Means> means = new ArrayList<>();
        for (String group :
                runs.stream().map(run -> run.dataset().group()).distinct().toList()) {
            measures(group).forEach(measure -> means.add(means(variant, group, measure, group::equals)));
        }
        runs.stream()
                .flatMap(run -> run.results().measures().stream())
                .distinct()
                // Of a single group the mean stands there already.
                .filter(measure -> means.stream()
                                .filter(row -> row.measure().equals(measure))
                                .count()
                        > 1)
                .toList()
                .forEach(measure -> means.add(means(variant, ALL, measure, group -> true)));
        return means;
    }

    private List<Measure> measures(String group) {
        return runs.stream()
                .filter(run -> run.dataset().group().equals(group))
                .flatMap(run -> run.results().measures().stream())
                .distinct()
                .toList();
    }

    private Means means(String variant, String name, Measure measure, Predicate<String> groups) {
        double[] sums = new double[weights.size()];
        int images = 0;
        for (List<ComparedRun> ofDataset : datasets(groups)) {
            List<Map<String, Double>> numbers =
                    ofDataset.stream().map(run -> run.numbers(variant, measure)).toList();
            Set<String> common = new HashSet<>(numbers.get(0).keySet());
            numbers.forEach(of -> common.retainAll(of.keySet()));
            // In one order, as sums depend on it.
            for (String scene : common.stream().sorted().toList()) {
                IntStream.range(0, sums.length)
                        .forEach(place -> sums[place] += numbers.get(place).get(scene));
            }
            images += common.size();
        }
        int count = images;
        return new Means(
                name,
                measure,
                images,
                IntStream.range(0, sums.length)
                        .mapToObj(place -> sums[place] / count)
                        .toList());
    }

    /** The runs of each dataset of some groups, in the order of the weights. */
    private List<List<ComparedRun>> datasets(Predicate<String> groups) {
        return runs.stream()
                .map(ComparedRun::dataset)
                .distinct()
                .filter(dataset -> groups.test(dataset.group()))
                .map(dataset -> weights.stream().map(name -> run(name, dataset)).toList())
                .toList();
    }

    private ComparedRun run(String name, ComparedDataset dataset) {
        return runs.stream()
                .filter(run -> run.weights().equals(name) && run.dataset().equals(dataset))
                .findFirst()
                .orElseThrow();
    }

    /**
     * The means of one measure over the images for which all weights have a number.
     *
     * @param group what the images have in common
     * @param of one a set of weights, in their order; NaN where there is no image
     */
    record Means(String group, Measure measure, int images, List<Double> of) {
        private static final double AIM = 0.98;
        // Decibels are logarithms: at 98 % of 40 dB the squared error is a fifth larger.
        private static final double AIM_IN_DECIBELS = 1;
        private static final Set<String> IN_DECIBELS = Set.of("PSNR", "PSNR_GT");

        /**
         * How good weights are beside others, 1 for as good, more for better, whatever the direction of the measure; NaN where signs allow no
         * ratio.
         */
        double share(int weights, int baseline) {
            double own = of.get(weights);
            double other = of.get(baseline);
            return switch (measure.direction()) {
                case HIGHER_IS_BETTER -> ratio(own, other);
                case LOWER_IS_BETTER -> ratio(other, own);
                case ZERO_IS_BEST -> ratio(Math.abs(other), Math.abs(own));
            };
        }

        private static double ratio(double first, double second) {
            if (first == second) {
                return 1;
            }
            return first >= 0 && second > 0 ? first / second : Double.NaN;
        }

        /** Whether weights are as good as is aimed at. */
        boolean isReached(int weights, int baseline) {
            double share = share(weights, baseline);
            Direction direction = measure.direction();
            return Double.isNaN(share)
                    ? direction.merit(of.get(weights)) >= direction.merit(of.get(baseline))
                    : share >= aim();
        }

        private double aim() {
            return IN_DECIBELS.contains(measure.metric().id()) ? AIM_IN_DECIBELS : AIM;
        }
    }
}
