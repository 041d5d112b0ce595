package io.dynafuse.reproduction;

import io.dynafuse.network.refusion.LossProposal;
import io.dynafuse.network.refusion.ReFusion;
import io.dynafuse.network.refusion.SourceReconstruction;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.nn.ParameterSpec;
import io.dynafuse.task.Task;
import io.dynafuse.training.Ablation;
import io.dynafuse.training.MetaLearning;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The tables of ReFusion: its own rows, and those of other networks that are here. */
final class ReFusionTables {
    private static final String OWN = "ReFusion";
    private static final String TRAINED_ON = "MSRS";
    private static final String WHICH =
            "Which of its images the paper took is not published, unless it took all; its own numbers are those of the authors'"
                    + " checkpoint of the task.";
    private static final String WHICH_VIF =
            "Which VIF the paper means could not be decided; measured is the one of the original definition.";
    private static final String SAME_STEPS =
            "Where an ablation leaves out the steps of a module, others have more of them: all rows have as many in all.";
    private static final TrainedExperiment.Setup TRAININGS = new TrainedExperiment.Setup(
            NetworkFamily.REFUSION,
            OWN,
            new ExpectedImages(
                    TRAINED_ON,
                    "visible and infrared images; made from a seed if none are given, where the paper took those of MSRS",
                    Optional.of(Task.VISIBLE_INFRARED),
                    OptionalInt.of(361),
                    Set.of()),
            true,
            Optional.empty(),
            64,
            10,
            "luma of sources and fused image in 8 bits, what is fused stretched to its least and greatest value",
            "50 epochs of 600 and 1600 steps on batches of 4 parts of 128x128 at 0.0001");
    private static final double[] SHARES = {0.1, 0.2, 0.5, 2, 5, 10};
    private static final List<String> ABLATIONS = List.of(
            "I: fixed loss",
            "II: loss not learned by meta-learning",
            "III: no fusion and reconstruction updates",
            "IV: sum for maximum",
            "V: weighted sum of the sources",
            "VI: concatenation for attention",
            "VII: no interaction",
            "VIII: no gating");

    private ReFusionTables() {}

    static List<Experiment> all() {
        return List.of(
                measured("refusion-table1-msrs", 1, "MSRS", Task.VISIBLE_INFRARED, 361),
                measured("refusion-table1-roadscene", 1, "RoadScene", Task.VISIBLE_INFRARED, 50),
                measured("refusion-table2", 2, "Harvard", Task.MEDICAL, 50),
                measured("refusion-table3-realmff", 3, "RealMFF", Task.MULTI_FOCUS, 200),
                measured("refusion-table3-lytro", 3, "Lytro", Task.MULTI_FOCUS, 20),
                measured("refusion-table4-sice", 4, "SICE", Task.MULTI_EXPOSURE, 100),
                measured("refusion-table4-mefb", 4, "MEFB", Task.MULTI_EXPOSURE, 30),
                ablations(),
                shares(),
                parameters());
    }

    private static MeasuredExperiment measured(String id, int table, String dataset, Task task, int count) {
        PublishedTable published = PublishedTables.of(Paper.REFUSION, table);
        List<MeasuredExperiment.Row> rows = new ArrayList<>();
        rows.add(MeasuredExperiment.Row.fixed(
                NetworkFamily.REFUSION, OWN, Optional.of(new PublishedTable.Row(published, dataset, OWN))));
        rows.addAll(MeasuredExperiment.Row.others(published, dataset, rows, UnaryOperator.identity()));
        return new MeasuredExperiment(
                id,
                "Table " + table + " of ReFusion: " + dataset,
                new ExpectedImages(
                        dataset,
                        "the " + task.word() + " test pairs of " + dataset,
                        Optional.of(task),
                        OptionalInt.of(count),
                        Set.of()),
                MeasuredExperiment.Column.of(published, dataset),
                rows,
                table < 3
                        ? List.of(WHICH, MeasuredExperiment.OF_OTHERS)
                        : List.of(WHICH, WHICH_VIF, MeasuredExperiment.OF_OTHERS));
    }

    private static TrainedExperiment ablations() {
        PublishedTable table = PublishedTables.of(Paper.REFUSION, 5);
        List<TrainedExperiment.Row> rows = new ArrayList<>();
        for (Ablation ablation : Ablation.values()) {
            String method = ablation == Ablation.NONE ? OWN : ABLATIONS.get(ablation.ordinal() - 1);
            String label = ablation.name().toLowerCase(Locale.ROOT).replace('_', '-');
            rows.add(row(label, 1, 1, ablation, table, method));
        }
        return trained("refusion-table5", "Table 5 of ReFusion: ablations", rows, table);
    }

    private static TrainedExperiment shares() {
        PublishedTable table = PublishedTables.of(Paper.REFUSION, 6);
        List<TrainedExperiment.Row> rows = new ArrayList<>();
        rows.add(share(1, 1, table));
        for (double share : SHARES) {
            rows.add(share(share, 1, table));
        }
        for (double share : SHARES) {
            rows.add(share(1, share, table));
        }
        return trained("refusion-table6", "Table 6 of ReFusion: α₁ and α₂", rows, table);
    }

    private static TrainedExperiment.Row share(double alpha1, double alpha2, PublishedTable table) {
        String label = "alpha1=" + plain(alpha1) + ", alpha2=" + plain(alpha2);
        return row(label, alpha1, alpha2, Ablation.NONE, table, label);
    }

    private static String plain(double share) {
        return share == Math.rint(share) ? Integer.toString((int) share) : Double.toString(share);
    }

    private static TrainedExperiment.Row row(
            String label, double alpha1, double alpha2, Ablation ablation, PublishedTable table, String method) {
        MetaLearning usual = MetaLearning.PUBLISHED;
        MetaLearning settings = new MetaLearning(
                alpha1,
                alpha2,
                usual.innerSteps(),
                usual.innerRate(),
                usual.metaSteps(),
                usual.fusionSteps(),
                ablation);
        return new TrainedExperiment.Row(
                label,
                new ReFusionTraining(settings),
                Task.VISIBLE_INFRARED,
                new PublishedTable.Row(table, TRAINED_ON, method));
    }

    private static TrainedExperiment trained(
            String id, String title, List<TrainedExperiment.Row> rows, PublishedTable table) {
        return new TrainedExperiment(
                id, title, TRAININGS, rows, MeasuredExperiment.Column.of(table, TRAINED_ON), List.of(SAME_STEPS));
    }

    private static CountedExperiment parameters() {
        Map<NetworkFamily, PublishedTable.Row> printed =
                PublishedTables.of(Paper.REFUSION, 7).ofNetworks("");
        List<CountedExperiment.Row> rows = new ArrayList<>(List.of(
                counted("fusion module", ReFusion.FULL.parameters(), Optional.of(printed.get(NetworkFamily.REFUSION))),
                counted("reconstruction module", SourceReconstruction.PARAMETERS, Optional.empty()),
                counted("loss proposal module", LossProposal.PARAMETERS, Optional.empty())));
        printed.forEach((family, row) -> {
            if (family != NetworkFamily.REFUSION) {
                rows.add(counted(family.method(), family.network().parameters(), Optional.of(row)));
            }
        });
        return new CountedExperiment(
                "refusion-table7",
                "Table 7 of ReFusion: parameters",
                List.copyOf(printed.keySet()),
                List.of(CountedExperiment.TRAINABLE),
                "numbers that training changes, in millions; each that is stored twice counts once",
                rows,
                List.of(
                        "Of ReFusion the paper prints the fusion module only, and does not describe the inside of the other two."));
    }

    private static CountedExperiment.Row counted(
            String label, ParameterDeclarations parameters, Optional<PublishedTable.Row> published) {
        return new CountedExperiment.Row(
                label, published, List.of(CountedExperiment.millions(parameters, ParameterSpec::trained)));
    }
}
