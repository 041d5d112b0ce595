package io.dynafuse.reproduction;

import io.dynafuse.network.Network;
import io.dynafuse.network.tcmoa.TcMoa;
import io.dynafuse.nn.ParameterSpec;
import io.dynafuse.task.Task;
import io.dynafuse.training.TcMoaLearner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** The tables of TC-MoA: its own rows, and those of other networks that are here. */
final class TcMoaTables {
    private static final String TOTAL = "million parameters";
    private static final String RATE = "images per second ";

    private static final String PROCEDURE =
            "What TC-MoA fuses is made as by its authors' program: small images resized and back, others in tiles of 448x448"
                    + " side by side, the result stretched from its least to its greatest value, as `dynafuse fuse` does with"
                    + " --range stretched.";
    private static final String EMBEDDINGS =
            "The source embeddings that the authors trained with are in no published checkpoint, and random in their program;"
                    + " where a checkpoint has none, they are 0 here.";
    private static final String BASE =
            "The paper prints the version upon ViT-Large; its numbers of the one upon ViT-Base are in a supplement that was not"
                    + " at hand.";
    private static final String DRAWN =
            "The paper drew its 70 pairs at random from LLVIP's test set and does not name them: means over other 70 are not"
                    + " comparable, directions may be.";
    private static final String DEVIATION =
            "The paper's SD is below 10 on 256 levels, no plain standard deviation; measured is that of 8-bit integers which"
                    + " saturate, which is of this size. That the paper took it is deduced.";
    private static final String FOCUS = "The images are those of the survey of Zhang (2021).";
    private static final String SSIM =
            "Which SSIM the paper means could not be decided; measured is the one of the original definition.";
    private static final String OTHER_METHODS =
            "The paper's rows of a frozen backbone and of AdaptFormer are of methods that are not here.";

    private static final String MADE = "scenes of all three tasks, made from a seed";
    private static final String ONE_TASK =
            "A training for one task has as many steps as one for three has of that task.";
    private static final List<Task> TASKS = List.of(Task.VISIBLE_INFRARED, Task.MULTI_EXPOSURE, Task.MULTI_FOCUS);
    private static final TrainedExperiment.Setup TRAININGS = new TrainedExperiment.Setup(
            NetworkFamily.TC_MOA_SMALL,
            "TC-MoA",
            new ExpectedImages(MADE, MADE, Optional.empty(), OptionalInt.empty(), Set.of()),
            false,
            Optional.of("a checkpoint of `dynafuse train tc-moa-small --pretrain`"),
            112,
            1,
            "images as they are written: gray unless a source has colour, 8 bits, not stretched",
            "the adapters of ViT-Large in 20 epochs of LLVIP's 12025 pairs, and as many of each other task, on batches of 3 parts of"
                    + " 448x448 on each of 8 GPUs at 0.00015");

    // What profilers count: weights of convolutions, linear layers and normalisations, not what a model holds beside.
    private static final Pattern NOT_PROFILED = Pattern.compile(
            "(decoder_)?pos_embed|cls_token|Alpha_.*|.*relative_position_bias_table|.*\\.w_(gate|noise)");

    private static final ExpectedImages LLVIP = images(
            "LLVIP",
            "visible and infrared images of LLVIP's test set, 70 drawn at random and not named",
            Task.VISIBLE_INFRARED,
            OptionalInt.of(70));
    private static final ExpectedImages MEFB =
            images("MEFB", "the exposure pairs of MEFB", Task.MULTI_EXPOSURE, OptionalInt.of(100));
    private static final ExpectedImages FOCUS_PAIRS = images(
            "multi-focus test set",
            "the multi-focus pairs of the survey of Zhang (2021)",
            Task.MULTI_FOCUS,
            OptionalInt.empty());

    private TcMoaTables() {}

    static List<Experiment> all() {
        List<Experiment> all = new ArrayList<>(List.of(
                comparison(1, LLVIP, List.of(DRAWN, DEVIATION)),
                comparison(2, MEFB, List.of()),
                comparison(3, FOCUS_PAIRS, List.of(FOCUS)),
                adapters()));
        List.of(LLVIP, MEFB, FOCUS_PAIRS).forEach(images -> all.add(fineTuning(images)));
        all.add(parameters());
        List.of(LLVIP, MEFB, FOCUS_PAIRS).forEach(images -> all.add(rate(images)));
        all.add(hyperparameters());
        return List.copyOf(all);
    }

    private static ExpectedImages images(String dataset, String words, Task task, OptionalInt count) {
        return new ExpectedImages(dataset, words, Optional.of(task), count, Set.of());
    }

    /** Tables 1 to 3. */
    private static MeasuredExperiment comparison(int number, ExpectedImages images, List<String> own) {
        PublishedTable table = PublishedTables.of(Paper.TC_MOA, number);
        String dataset = images.dataset();
        List<MeasuredExperiment.Row> rows = new ArrayList<>();
        rows.add(MeasuredExperiment.Row.fixed(NetworkFamily.TC_MOA_LARGE, "TC-MoA", printed(table, dataset, "TC-MoA")));
        rows.add(MeasuredExperiment.Row.fixed(NetworkFamily.TC_MOA_BASE, "TC-MoA, base", Optional.empty()));
        rows.add(MeasuredExperiment.Row.fixed(NetworkFamily.TC_MOA_SMALL, "TC-MoA, small", Optional.empty()));
        rows.addAll(MeasuredExperiment.Row.others(table, dataset, rows, UnaryOperator.identity()));
        List<String> remarks = new ArrayList<>(own);
        remarks.addAll(List.of(PROCEDURE, EMBEDDINGS, BASE, MeasuredExperiment.OF_OTHERS));
        return new MeasuredExperiment(
                "tcmoa-table" + number,
                "Table " + number + " of TC-MoA: " + dataset,
                images,
                MeasuredExperiment.Column.of(table, dataset),
                rows,
                remarks);
    }

    private static Optional<PublishedTable.Row> printed(PublishedTable table, String dataset, String method) {
        return Optional.of(new PublishedTable.Row(table, dataset, method));
    }

    /** Table 4. */
    private static TrainedExperiment adapters() {
        PublishedTable table = PublishedTables.of(Paper.TC_MOA, 4);
        TcMoa single = ablation("-1-expert");
        TcMoaLearner.Options oneRouter = new TcMoaLearner.Options(true, true, true);
        List<TrainedExperiment.Row> rows = new ArrayList<>();
        for (Task task : TASKS) {
            rows.add(trained(task, "all tasks, several adapters", table, published(TcMoa.SMALL)));
            rows.add(trained(task, "all tasks, one adapter", table, new TcMoaTraining(single, TASKS, oneRouter)));
            rows.add(
                    trained(task, "one task, one adapter", table, new TcMoaTraining(single, List.of(task), oneRouter)));
        }
        return trained("tcmoa-table4", "Table 4 of TC-MoA: tasks and adapters", rows, table);
    }

    /** Figure 8. */
    private static TrainedExperiment hyperparameters() {
        PublishedTable figure = PublishedTables.ofFigure(Paper.TC_MOA, 8);
        Map<String, TcMoa> networks = new LinkedHashMap<>();
        networks.put("N=4, τ=4", TcMoa.SMALL);
        networks.put("N=1, τ=4", ablation("-1-expert"));
        networks.put("N=2, τ=4", ablation("-2-experts"));
        networks.put("N=8, τ=4", ablation("-8-experts"));
        networks.put("N=4, τ=2", ablation("-every-2"));
        networks.put("N=4, τ=8", ablation("-every-8"));
        List<TrainedExperiment.Row> rows = new ArrayList<>();
        for (Task task : TASKS) {
            networks.forEach((method, network) -> rows.add(trained(task, method, figure, published(network))));
        }
        return trained("tcmoa-figure8", "Figure 8 of TC-MoA: numbers of adapters N and intervals τ", rows, figure);
    }

    private static TcMoaTraining published(TcMoa network) {
        return new TcMoaTraining(network, TASKS, TcMoaLearner.Options.ALL);
    }

    private static TcMoa ablation(String words) {
        return TcMoa.ABLATIONS.stream()
                .filter(network -> network.id().equals(TcMoa.SMALL.id() + words))
                .findFirst()
                .orElseThrow();
    }

    private static TrainedExperiment.Row trained(Task task, String method, PublishedTable table, TrainingWay way) {
        return new TrainedExperiment.Row(
                task.word() + ": " + method, way, task, new PublishedTable.Row(table, task.word(), method));
    }

    private static TrainedExperiment trained(
            String id, String title, List<TrainedExperiment.Row> rows, PublishedTable table) {
        List<MeasuredExperiment.Column> columns = TASKS.stream()
                .flatMap(task -> MeasuredExperiment.Column.of(table, task.word()).stream())
                .distinct()
                .toList();
        return new TrainedExperiment(id, title, TRAININGS, rows, columns, List.of(ONE_TASK, SSIM));
    }

    /** Table 5, of which TC-MoA's own rows are of the checkpoints of Tables 1 to 3. */
    private static MeasuredExperiment fineTuning(ExpectedImages images) {
        PublishedTable table = PublishedTables.of(Paper.TC_MOA, 5);
        String task = images.task().orElseThrow().word();
        List<String> remarks = new ArrayList<>(List.of(OTHER_METHODS, SSIM, PROCEDURE, EMBEDDINGS));
        remarks.add(images == FOCUS_PAIRS ? FOCUS : "That the images are those of Tables 1 and 2 is assumed.");
        return new MeasuredExperiment(
                "tcmoa-table5-" + task,
                "Table 5 of TC-MoA: fine-tuning, " + task,
                images,
                MeasuredExperiment.Column.of(table, task),
                List.of(
                        MeasuredExperiment.Row.fixed(
                                NetworkFamily.TC_MOA_BASE, "TC-MoA, base", printed(table, task, "TC-MoA, base")),
                        MeasuredExperiment.Row.fixed(
                                NetworkFamily.TC_MOA_LARGE, "TC-MoA, large", printed(table, task, "TC-MoA, large"))),
                remarks);
    }

    private static CountedExperiment parameters() {
        Map<NetworkFamily, PublishedTable.Row> others = others();
        List<NetworkFamily> families = new ArrayList<>(List.of(NetworkFamily.TC_MOA_BASE, NetworkFamily.TC_MOA_LARGE));
        families.addAll(others.keySet());
        List<CountedExperiment.Row> rows = new ArrayList<>();
        others.forEach((family, row) -> {
            OptionalDouble trained = all(family.network(), ParameterSpec::trained);
            rows.add(new CountedExperiment.Row(family.method(), Optional.of(row), List.of(trained, trained)));
        });
        rows.addAll(List.of(
                backbone(TcMoa.BASE, "frozen backbone, base"),
                whole(TcMoa.BASE, "TC-MoA, base"),
                backbone(TcMoa.LARGE, "frozen backbone, large"),
                whole(TcMoa.LARGE, "TC-MoA, large"),
                new CountedExperiment.Row("TC-MoA, small", Optional.empty(), both(TcMoa.SMALL))));
        return new CountedExperiment(
                "tcmoa-table6-parameters",
                "Table 6 of TC-MoA: parameters",
                families,
                List.of(TOTAL, CountedExperiment.TRAINABLE),
                "all: weights of convolutions, linear layers and normalisations, in millions, as profilers count them: without"
                        + " tables of positions and their biases, class token, routers and the share λ of each layer; trainable: all"
                        + " numbers that training changes, without source embeddings, which the authors' program holds constant",
                rows,
                List.of(
                        "What the paper prints of the large version does not follow from its authors' program, of which ours are the"
                                + " counts; what it prints of the base version does.",
                        "How the paper counts U2Fusion, of which it prints twice what there is, and CDDFuse is not known."));
    }

    /** The printed rows of Table 6 that are of other networks. */
    private static Map<NetworkFamily, PublishedTable.Row> others() {
        Map<NetworkFamily, PublishedTable.Row> rows =
                new LinkedHashMap<>(PublishedTables.of(Paper.TC_MOA, 6).ofNetworks(""));
        rows.keySet().removeAll(List.of(NetworkFamily.TC_MOA_BASE, NetworkFamily.TC_MOA_LARGE));
        return rows;
    }

    private static CountedExperiment.Row whole(TcMoa network, String method) {
        return new CountedExperiment.Row(method, counted(method), both(network));
    }

    private static List<OptionalDouble> both(TcMoa network) {
        return List.of(all(network, TcMoaTables::isProfiled), all(network, spec -> spec.trained() && !spec.optional()));
    }

    private static CountedExperiment.Row backbone(TcMoa network, String method) {
        return new CountedExperiment.Row(
                method,
                counted(method),
                List.of(all(network, spec -> !spec.trained() && isProfiled(spec)), OptionalDouble.empty()));
    }

    private static OptionalDouble all(Network network, Predicate<ParameterSpec> counted) {
        return CountedExperiment.millions(network.parameters(), counted);
    }

    private static boolean isProfiled(ParameterSpec spec) {
        return !spec.optional() && !NOT_PROFILED.matcher(spec.name()).matches();
    }

    private static Optional<PublishedTable.Row> counted(String method) {
        return printed(PublishedTables.of(Paper.TC_MOA, 6), "", method);
    }

    /** The speeds of Table 6. */
    private static TimedExperiment rate(ExpectedImages images) {
        String task = images.task().orElseThrow().word();
        List<TimedExperiment.Method> methods = new ArrayList<>(List.of(
                new TimedExperiment.Method(NetworkFamily.TC_MOA_BASE, "TC-MoA, base", List.of()),
                new TimedExperiment.Method(NetworkFamily.TC_MOA_LARGE, "TC-MoA, large", List.of()),
                new TimedExperiment.Method(NetworkFamily.TC_MOA_SMALL, "TC-MoA, small", List.of())));
        others().forEach((family, row) -> {
            if (row.cell(RATE + task)
                    .map(PublishedTable.Cell::value)
                    .filter(OptionalDouble::isPresent)
                    .isPresent()) {
                methods.add(new TimedExperiment.Method(family, row.method(), List.of()));
            }
        });
        return new TimedExperiment(
                "tcmoa-table6-" + task,
                "Table 6 of TC-MoA: images per second, " + task,
                images == LLVIP
                        ? images(
                                "",
                                "visible and infrared images of 640x512",
                                Task.VISIBLE_INFRARED,
                                OptionalInt.empty())
                        : images,
                PublishedTables.of(Paper.TC_MOA, 6),
                "",
                Optional.of(RATE + task),
                methods);
    }
}
