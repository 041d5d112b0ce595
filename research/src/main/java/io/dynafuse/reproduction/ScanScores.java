package io.dynafuse.reproduction;

import io.dynafuse.data.Words;
import io.dynafuse.evaluation.report.Findings;
import io.dynafuse.evaluation.table.Cell;
import io.dynafuse.evaluation.table.Table;
import io.dynafuse.metrics.Evaluation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How close definitions of weights come to printed rows.
 *
 * @param sets the printed rows
 * @param scored the definitions, measured on all scenes
 */
record ScanScores(List<PrintedRows> sets, List<Scored> scored) {
    /** By the error over all sets. */
    static final Comparator<Scored> BEST_FIRST = Comparator.comparingDouble(Scored::error);

    private static final int SHOWN = 10;
    private static final double GOAL = 0.01;

    /**
     * The two printed rows of a set.
     *
     * @param images what the table calls the images
     * @param baseline without weights
     * @param dynamic with weights
     */
    record PrintedRows(String images, List<MeasuredExperiment.Column> columns, double[] baseline, double[] dynamic) {
        static PrintedRows of(ScanExperiment.PrintedSet set, ScanExperiment experiment) {
            String images = set.images().dataset();
            List<MeasuredExperiment.Column> columns = new TtdRows(set.table().number(), images).columns();
            return new PrintedRows(
                    images, columns, row(set, columns, experiment.baseline()), row(set, columns, experiment.dynamic()));
        }

        private static double[] row(
                ScanExperiment.PrintedSet set, List<MeasuredExperiment.Column> columns, String method) {
            PublishedTable.Row row =
                    new PublishedTable.Row(set.table(), set.images().dataset(), method);
            return columns.stream()
                    .mapToDouble(column ->
                            row.cell(column.head()).orElseThrow().value().orElseThrow())
                    .toArray();
        }

        /** What is measured of a fused image, NaN where undefined. */
        double[] scores(Evaluation evaluation) {
            return columns.stream()
                    .mapToDouble(column -> evaluation
                            .score(column.measure().metric(), column.measure().profile())
                            .toOptional()
                            .orElse(Double.NaN))
                    .toArray();
        }

        /**
         * How far each metric is from the printed one, relative to it, if its change from the static fusion is taken for the change from the
         * printed baseline: so a share of the scenes can be judged, and a metric whose evaluation is not known to the last digit.
         */
        double[] errors(double[] changes) {
            return IntStream.range(0, changes.length)
                    .mapToDouble(i -> (baseline[i] + changes[i] - dynamic[i]) / dynamic[i])
                    .toArray();
        }
    }

    /**
     * A definition with its errors.
     *
     * @param errors of each metric, for each set
     * @param along how many metrics move as printed, of all that do
     */
    record Scored(WeightDefinition definition, List<double[]> errors, int along) {
        double error() {
            return mean(errors.stream());
        }

        double error(int set) {
            return mean(errors.subList(set, set + 1).stream());
        }

        double errorWithout(int set) {
            return mean(IntStream.range(0, errors.size())
                    .filter(other -> other != set)
                    .mapToObj(errors::get));
        }

        double worst() {
            return errors.stream()
                    .flatMapToDouble(Arrays::stream)
                    .map(Math::abs)
                    .max()
                    .orElseThrow();
        }

        private static double mean(Stream<double[]> of) {
            return of.flatMapToDouble(Arrays::stream).map(Math::abs).average().orElseThrow();
        }
    }

    /**
     * The errors of definitions.
     *
     * @param measured for each set and scene the metrics of the static fusion, then of each definition
     */
    static List<Scored> scored(
            List<WeightDefinition> definitions, List<PrintedRows> sets, List<List<List<double[]>>> measured) {
        return IntStream.range(0, definitions.size())
                .mapToObj(definition -> {
                    List<double[]> changes = measured.stream()
                            .map(scenes -> change(scenes, definition + 1))
                            .toList();
                    return new Scored(
                            definitions.get(definition),
                            IntStream.range(0, sets.size())
                                    .mapToObj(set -> sets.get(set).errors(changes.get(set)))
                                    .toList(),
                            along(sets, changes));
                })
                .toList();
    }

    private static double[] change(List<List<double[]>> scenes, int row) {
        int metrics =
                scenes.stream().findFirst().map(scene -> scene.get(0).length).orElse(0);
        return IntStream.range(0, metrics)
                .mapToDouble(metric -> scenes.stream()
                        .mapToDouble(scene -> scene.get(row)[metric] - scene.get(0)[metric])
                        .average()
                        .orElseThrow())
                .toArray();
    }

    private static int along(List<PrintedRows> sets, List<double[]> changes) {
        int along = 0;
        for (int set = 0; set < sets.size(); set++) {
            for (int metric = 0; metric < changes.get(set).length; metric++) {
                double printed = sets.get(set).dynamic()[metric] - sets.get(set).baseline()[metric];
                along += printed * changes.get(set)[metric] > 0 ? 1 : 0;
            }
        }
        return along;
    }

    private int printedMovements() {
        return (int) sets.stream()
                .flatMapToDouble(set -> IntStream.range(0, set.baseline().length)
                        .mapToDouble(metric -> set.dynamic()[metric] - set.baseline()[metric]))
                .filter(change -> change != 0)
                .count();
    }

    /**
     * What comes of a scan.
     *
     * @param tried how many definitions were tried
     * @param share on how many scenes, before the best ones were measured on all
     * @param scenes how many there are
     */
    Findings findings(int tried, int share, int scenes, List<String> failures) {
        List<Scored> best = scored.stream().sorted(BEST_FIRST).toList();
        return new Findings(
                List.of(best(best, tried, share, scenes), rotations(), metrics(best.get(0))),
                remarks(best.get(0), tried),
                Map.of(),
                failures);
    }

    /** Static fusion, as if it were one of them. */
    private Scored ofStatic() {
        return new Scored(
                WeightDefinition.grid().get(0),
                sets.stream()
                        .map(set -> set.errors(new double[set.baseline().length]))
                        .toList(),
                0);
    }

    private Table best(List<Scored> best, int tried, int share, int scenes) {
        Table.Builder table = Table.of(
                "The " + SHOWN + " nearest of " + tried + " definitions, tried on " + Words.counted(share, "scene")
                        + " and the best " + scored.size() + " on all " + scenes
                        + ": mean relative error in percent of the printed metrics, the largest error, and how many of "
                        + printedMovements()
                        + " metrics move as printed. Losses are taken in [0,1], clipped, unless another space is named; "
                        + "+ adds losses, & averages weights",
                1,
                "definition",
                "all",
                sets.stream().map(PrintedRows::images).toList(),
                "largest",
                "as printed");
        table.row("static", cells(ofStatic()));
        best.stream()
                .limit(SHOWN)
                .forEach(scored -> table.row(scored.definition().words(), cells(scored)));
        return table.build();
    }

    private List<Cell> cells(Scored of) {
        List<Cell> cells = new ArrayList<>(List.of(percent(of.error())));
        IntStream.range(0, sets.size())
                .mapToObj(of::error)
                .map(ScanScores::percent)
                .forEach(cells::add);
        cells.add(percent(of.worst()));
        cells.add(Cell.of(of.along(), 0));
        return cells;
    }

    private static Cell percent(double share) {
        return Cell.of(100 * share, 2);
    }

    private Table rotations() {
        Table.Builder table = Table.of(
                "Chosen by two sets and judged by the third: error in percent on each, and the place of the choice among "
                        + scored.size() + " there",
                2,
                List.of("judged by", "chosen"),
                List.of("the two", "the third", "place there", "static on the third"));
        for (int set = 0; set < sets.size(); set++) {
            int third = set;
            Scored chosen = scored.stream()
                    .min(Comparator.comparingDouble(scored -> scored.errorWithout(third)))
                    .orElseThrow();
            long better = scored.stream()
                    .filter(other -> other.error(third) < chosen.error(third))
                    .count();
            table.row(
                    sets.get(set).images(),
                    chosen.definition().words(),
                    percent(chosen.errorWithout(set)),
                    percent(chosen.error(set)),
                    Cell.of(better + 1, 0),
                    percent(ofStatic().error(set)));
        }
        return table.build();
    }

    private Table metrics(Scored best) {
        Table.Builder table = Table.of(
                "The nearest, " + best.definition().words() + ": relative error in percent of each metric",
                1,
                "set",
                sets.get(0).columns().stream()
                        .map(MeasuredExperiment.Column::label)
                        .toList());
        for (int set = 0; set < sets.size(); set++) {
            table.row(
                    sets.get(set).images(),
                    DoubleStream.of(best.errors().get(set))
                            .mapToObj(ScanScores::percent)
                            .toList());
        }
        return table.build();
    }

    private List<String> remarks(Scored best, int tried) {
        String nearest = best.definition().words();
        long meeting = scored.stream().filter(scored -> scored.worst() <= GOAL).count();
        return List.of(
                (meeting == 0
                                ? "No definition comes within 1 percent of every printed metric; the nearest, "
                                        + nearest + ", is up to "
                                        + percent(best.worst()).text() + " percent away"
                                : meeting
                                        + " of the definitions come within 1 percent of every printed metric; the nearest is "
                                        + nearest)
                        + ".",
                "The printed rows are three of one network, and " + tried
                        + " definitions were tried: some come close by chance. The change that a definition makes is added to the"
                        + " printed baseline, as the evaluation behind cross entropy is not known to the last digit.");
    }
}
