package io.dynafuse.reproduction;

import static io.dynafuse.reproduction.TtdRows.REFERENCES;

import io.dynafuse.corruption.Corruption;
import io.dynafuse.files.Suggestion;
import io.dynafuse.study.Studies;
import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every experiment there is. One that is added here is listed, run and reported like the others. */
public final class Experiments {
    private static final String ONE_ROW =
            "How the authors found the fusion weights for IFCNN is not published: every way of weighing here is"
                    + " held against the one printed row of IFCNN+TTD.";

    private static final String TWICE =
            "The column printed as SSIM is held against SSIM and against SCD, and so counts twice among the metrics that move.";

    private static final String DEDUCED =
            "How TTD measured was deduced from its Tables 3, 6 and 7; that it measured this table alike is"
                    + " assumed.";

    private static final String NOT_PRINTED =
            "The paper prints neither CDDFuse nor PIAFusion here; their rows are held against nothing.";

    private static final ExpectedImages LLVIP = new ExpectedImages(
            "LLVIP",
            "visible and infrared images of LLVIP's test set, 70 drawn at random, of which the authors' repository listed 69",
            Optional.of(Task.VISIBLE_INFRARED),
            OptionalInt.of(70),
            llvipScenes());
    private static final ExpectedImages MSRS =
            images("MSRS", "visible and infrared images of MSRS's test set", Optional.of(Task.VISIBLE_INFRARED));
    private static final ExpectedImages MEFB = images("MEFB", "the exposure pairs of MEFB", Task.MULTI_EXPOSURE, 100);
    private static final ExpectedImages MFI_WHU =
            images("MFI-WHU", "the focus pairs of MFI-WHU", Optional.of(Task.MULTI_FOCUS));
    private static final ExpectedImages ANY =
            images("Figure 5b", "any; the paper does not say which dataset the figure is of", Optional.empty());
    private static final ExpectedImages MRI_CT =
            images("Harvard MRI-CT", "the test pairs of MRI and CT", Task.MEDICAL, 21);
    private static final ExpectedImages MRI_PET =
            images("Harvard MRI-PET", "the test pairs of MRI and PET", Task.MEDICAL, 42);
    private static final ExpectedImages MRI_SPECT =
            images("Harvard MRI-SPECT", "the test pairs of MRI and SPECT", Task.MEDICAL, 73);

    private static final List<Experiment> ALL = Stream.of(ttd(), ReFusionTables.all(), TcMoaTables.all())
            .flatMap(List::stream)
            .toList();

    private Experiments() {}

    /** All experiments, in the order of their papers and tables. */
    public static List<Experiment> all() {
        return ALL;
    }

    /**
     * The experiment of an id.
     *
     * @throws IllegalArgumentException if there is none; names those that may have been meant
     */
    public static Experiment of(String id) {
        Map<String, List<String>> spellings = new LinkedHashMap<>();
        ALL.forEach(experiment -> spellings.put(experiment.id(), List.of(experiment.id())));
        List<String> parts = spellings.keySet().stream()
                .filter(part -> part.startsWith(id.toLowerCase(Locale.ROOT) + "-"))
                .toList();
        if (!id.isEmpty() && parts.size() > 1) {
            throw new IllegalArgumentException(
                    id + " has several parts; expected " + String.join(" or ", parts) + ", one at a time");
        }
        return ALL.stream()
                .filter(experiment -> experiment.id().equalsIgnoreCase(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no experiment "
                        + (id.isEmpty() ? "\"\"" : id)
                        + Suggestion.question(id, spellings).orElse("; `dynafuse reproduce --list` shows all")));
    }

    private static List<Experiment> ttd() {
        return List.of(
                comparison("ttd-table1-llvip", 1, LLVIP, SourceColours.STORED),
                comparison("ttd-table1-msrs", 1, MSRS, SourceColours.STORED),
                tableTwo("ttd-table2-mefb", MEFB),
                tableTwo("ttd-table2-mfi-whu", MFI_WHU),
                everyVariant("ttd-table3", MRI_CT),
                forms(),
                normalisations(),
                comparison("ttd-table6", 6, MRI_PET, SourceColours.GRAY),
                comparison("ttd-table7", 7, MRI_SPECT, SourceColours.GRAY),
                parameterNoise(),
                times(),
                correlation(),
                corruption(),
                weights(),
                detection());
    }

    private static ExpectedImages images(String dataset, String words, Task task, int count) {
        return new ExpectedImages(dataset, words, Optional.of(task), OptionalInt.of(count), Set.of());
    }

    private static ExpectedImages images(String dataset, String words, Optional<Task> task) {
        return new ExpectedImages(dataset, words, task, OptionalInt.empty(), Set.of());
    }

    private static MeasuredExperiment comparison(String id, int table, ExpectedImages images, SourceColours colours) {
        TtdRows rows = new TtdRows(table, images.dataset())
                .fixed("static", "IFCNN")
                .references("IFCNN+TTD")
                .contrasts("IFCNN+TTD")
                .otherNetworks();
        return new MeasuredExperiment(
                id,
                "Table " + table + " of TTD: " + images.dataset(),
                images,
                colours,
                rows.columns(),
                rows.rows(),
                table == 1
                        ? List.of(ONE_ROW, DEDUCED, MeasuredExperiment.OF_OTHERS)
                        : List.of(ONE_ROW, MeasuredExperiment.OF_OTHERS));
    }

    private static MeasuredExperiment tableTwo(String id, ExpectedImages images) {
        TtdRows rows = new TtdRows(2, images.dataset())
                .fixed("static", "IFCNN")
                .references("IFCNN+TTD")
                .contrasts("IFCNN+TTD")
                .otherNetworks();
        return new MeasuredExperiment(
                id,
                "Table 2 of TTD: " + images.dataset(),
                images,
                rows.columns(),
                rows.rows(),
                List.of(ONE_ROW, DEDUCED, NOT_PRINTED, MeasuredExperiment.OF_OTHERS));
    }

    private static MeasuredExperiment everyVariant(String id, ExpectedImages images) {
        TtdRows rows = new TtdRows(3, images.dataset())
                .fixed("static", "IFCNN")
                .references("IFCNN+TTD")
                .contrasts("IFCNN+TTD")
                .dynamic("fused, softmax(-l)", "fused, l1, k=1, linear, softmax", "IFCNN+TTD")
                .dynamic("fused, softmax(sigmoid(-l))", "fused, l1, k=1, sigmoid, softmax", "IFCNN+TTD")
                .dynamic("fused, proportional", "fused, l1, k=1, exp, proportional", "IFCNN+TTD")
                .dynamic("fused, not normalised", "fused, l1, k=1, exp, none", "IFCNN+TTD")
                .dynamic("fused, not normalised, without the factor M", "fused, l1, k=1, exp, average", "IFCNN+TTD")
                .squares("IFCNN+TTD")
                .gradients("joint", "fused", "joint", false)
                .gradients("own fused", "fused", "own", true)
                .gradients("own component", "component", "own", true)
                .otherNetworks();
        return new MeasuredExperiment(
                id,
                "Table 3 of TTD: " + images.dataset() + ", with every way of weighing sources",
                images,
                rows.columnsAnd("SCD"),
                rows.rows(),
                List.of(
                        ONE_ROW,
                        MeasuredExperiment.OF_OTHERS,
                        "A derivative by features is taken with L1; \"scaled\" divides it by its largest value in the image."));
    }

    private static MeasuredExperiment forms() {
        TtdRows rows = new TtdRows(4, "LLVIP").fixed("static", "IFCNN, equal weights");
        for (String reference : List.of("component", "fused", "maximum")) {
            rows.dynamic(reference + ", softmax(-l)", reference + ", l1, k=1, linear, softmax", "IFCNN, softmax(-l)")
                    .dynamic(
                            reference + ", softmax(sigmoid(-l))",
                            reference + ", l1, k=1, sigmoid, softmax",
                            "IFCNN, softmax(sigmoid(-l))")
                    .dynamic(
                            reference + ", softmax(exp(-l))",
                            reference + ", l1, k=1, exp, softmax",
                            "IFCNN, softmax(exp(-l))");
        }
        return new MeasuredExperiment(
                "ttd-table4",
                "Table 4 of TTD: forms of the weights on LLVIP",
                LLVIP,
                rows.columns(),
                rows.rows(),
                List.of("The reference of Table 4 is not published; each form is run with three.", TWICE, DEDUCED));
    }

    private static MeasuredExperiment normalisations() {
        TtdRows rows = new TtdRows(5, "LLVIP").fixed("static", "IFCNN");
        for (String reference : List.of("component", "fused", "maximum")) {
            rows.dynamic(reference + ", not normalised", reference + ", l1, k=1, exp, none", "IFCNN, not normalised")
                    .dynamic(
                            reference + ", not normalised, without the factor M",
                            reference + ", l1, k=1, exp, average",
                            "IFCNN, not normalised")
                    .dynamic(
                            reference + ", proportional",
                            reference + ", l1, k=1, exp, proportional",
                            "IFCNN, proportional")
                    .dynamic(reference + ", softmax", reference + ", l1, k=1, exp, softmax", "IFCNN, softmax");
        }
        return new MeasuredExperiment(
                "ttd-table5",
                "Table 5 of TTD: normalisations of the weights on LLVIP",
                LLVIP,
                rows.columns(),
                rows.rows(),
                List.of(
                        "The reference of Table 5 is not published; each normalisation is run with three.",
                        "Whether weights that do not sum to 1 are multiplied by M is not published; both are run.",
                        TWICE,
                        DEDUCED));
    }

    private static MeasuredExperiment parameterNoise() {
        TtdRows rows = new TtdRows(8, "LLVIP");
        for (int tenths = 0; tenths <= 5; tenths++) {
            rows.withNoise(tenths / 10.0);
        }
        return new MeasuredExperiment(
                "ttd-table8",
                "Table 8 of TTD: IFCNN with noise on its parameters, on LLVIP",
                LLVIP,
                rows.columns(),
                rows.rows(),
                List.of(
                        ONE_ROW,
                        DEDUCED,
                        "What the level of the noise multiplies is not published: here the standard deviation of each parameter"
                                + " tensor, one draw of fixed seed, the same but for its size at every level. Another draw can change"
                                + " a number by more than dynamic fusion does."));
    }

    private static TimedExperiment times() {
        List<String> usual = List.of("default");
        return new TimedExperiment(
                "ttd-table9",
                "Table 9 of TTD: seconds and memory an image",
                LLVIP,
                PublishedTables.of(Paper.TTD, 9),
                "LLVIP",
                Optional.empty(),
                List.of(
                        new TimedExperiment.Method(
                                NetworkFamily.IFCNN,
                                "IFCNN",
                                REFERENCES.stream().map(TtdRows::loss).toList()),
                        new TimedExperiment.Method(NetworkFamily.CDDFUSE, "CDDFuse", usual),
                        new TimedExperiment.Method(NetworkFamily.PIAFUSION, "PIAFusion", usual),
                        new TimedExperiment.Method(NetworkFamily.REFUSION, "ReFusion", usual)));
    }

    private static MeasuredExperiment correlation() {
        TtdRows rows = new TtdRows(1, "LLVIP").fixed("static", "IFCNN");
        for (String reference : REFERENCES) {
            rows.said(reference, TtdRows.loss(reference), "static", false)
                    .said(reference + ", contrast", TtdRows.loss(reference) + ", contrast", "static", true);
        }
        for (String reference : List.of("fused", "component")) {
            rows.said(reference + ", gradient, channel 58", gradient(reference, "58"), reference, false)
                    .said(reference + ", gradient, all channels", gradient(reference, "mean"), reference, true);
        }
        return new MeasuredExperiment(
                "ttd-correlation",
                "Figure 5b of TTD: correlation of weights with losses, and gradients in place of losses",
                ANY,
                TtdRows.allColumns(),
                rows.withoutNumbers(),
                List.of(
                        "Figure 5b prints no numbers. By its text, weights that correlate negatively with the loss beat static"
                                + " fusion and positive ones (the contrast) fall behind it; one gradient channel beats the loss and"
                                + " the mean of all falls behind it.",
                        "Whether the paper counts its channel 58 from 0 or 1 is not said; here it is from 0."));
    }

    private static StudyExperiment corruption() {
        return new StudyExperiment(
                "ttd-corruption",
                "Figures 6 and 7 of TTD: dominability of a source of less contrast, or masked",
                ANY,
                List.of(NetworkFamily.IFCNN, NetworkFamily.CDDFUSE),
                Studies.find("corruption").orElseThrow(),
                List.of(Corruption.CONTRAST, Corruption.MASK));
    }

    private static ScanExperiment weights() {
        return new ScanExperiment(
                "ttd-weights",
                "the rows of IFCNN+TTD in Tables 3, 6 and 7 of TTD: which way of weighing sources gives them?",
                List.of(
                        new ScanExperiment.PrintedSet(Role.CT, PublishedTables.of(Paper.TTD, 3), MRI_CT),
                        new ScanExperiment.PrintedSet(Role.PET, PublishedTables.of(Paper.TTD, 6), MRI_PET),
                        new ScanExperiment.PrintedSet(Role.SPECT, PublishedTables.of(Paper.TTD, 7), MRI_SPECT)),
                "IFCNN",
                "IFCNN+TTD");
    }

    private static DetectionExperiment detection() {
        return new DetectionExperiment(
                "ttd-detection",
                "Figure 10 and Appendix C.5 of TTD: what a detector finds in IFCNN's images of LLVIP, static and dynamic",
                new ExpectedImages(
                        "LLVIP",
                        "visible and infrared images of LLVIP's test set, with its Annotations as --truth",
                        Optional.of(Task.VISIBLE_INFRARED),
                        OptionalInt.empty(),
                        Set.of()),
                List.of(NetworkFamily.IFCNN));
    }

    private static String gradient(String reference, String channel) {
        return TtdRows.gradient(reference, "own", channel, "scaled");
    }

    private static Set<String> llvipScenes() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Experiments.class.getResourceAsStream("llvip-scenes.txt"), StandardCharsets.UTF_8))) {
            return lines.lines().collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
