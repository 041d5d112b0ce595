package io.dynafuse.study;

import io.dynafuse.data.Words;
import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.LossMap.FeatureGradient;
import io.dynafuse.evaluation.report.Findings;
import io.dynafuse.evaluation.table.Cell;
import io.dynafuse.evaluation.table.Table;
import io.dynafuse.fusion.FusedImage;
import io.dynafuse.fusion.Variant;
import io.dynafuse.image.Image;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which channel of the gradient to weigh by, a choice that TTD makes by eye (channel 58, §5.3) and leaves open otherwise (Appendix E). Here
 * every second scene, from the first on, chooses: the channel of the most negative covariance of Eq. 4, on average over the images. The
 * other scenes tell how good the choice was.
 */
final class ChannelStudy implements Study {
    private static final List<String> GRADIENTS = List.of("fused, gradient=l1", "component, gradient=l1");
    private static final int CHANNEL_OF_THE_PAPER = 58;
    private static final String NEIGHBOURS =
            "Every second scene chooses: where neighbours are alike, such as slices of one head, those that judge are not quite new.";
    private static final String TOO_FEW =
            "Too few scenes could be looked at: one half is to choose a channel and the other to judge it.";
    private static final StudyMeasures MEASURES = StudyMeasures.named("EN", "SD", "AG", "SF", "SSIM", "Qabf", "VIF");

    @Override
    public String id() {
        return "channels";
    }

    @Override
    public String question() {
        return "which channel of the gradient gives the best fusion weights (Eq. 7), chosen on some scenes and judged on others?";
    }

    @Override
    public Set<Study.Option> options() {
        return Set.of();
    }

    @Override
    public void requireSense(StudySubject subject) {
        choices(subject);
    }

    @Override
    public Findings run(StudySubject subject) throws IOException, InterruptedException {
        StudyScenes scenes = StudyScenes.of(subject);
        if (scenes.scenes().size() < 2) {
            throw new IOException(subject.data() + ": holds 1 scene; expected 2 or more, as one half chooses a channel"
                    + " and the other judges it");
        }
        List<Choice> choices = choices(subject);
        scenes.forEach((scene, images) -> {
            boolean chooses = scenes.scenes().indexOf(scene) % 2 == 0;
            List<double[]> found = new ArrayList<>();
            for (Choice choice : choices) {
                found.add(covariances(subject, choice.dominability, images));
            }
            // A scene on which one gradient fails counts for none, so that all are judged by the same scenes.
            for (int i = 0; i < choices.size(); i++) {
                choices.get(i).add(chooses, found.get(i));
            }
        });
        if (!choices.get(0).isMade()) {
            return new Findings(List.of(), List.of(TOO_FEW), Map.of(), scenes.failures());
        }
        Quality quality = new Quality(subject, choices);
        scenes.forEach((scene, images) -> {
            if (scenes.scenes().indexOf(scene) % 2 == 1) {
                quality.add(images);
            }
        });
        return new Findings(
                List.of(covarianceTable(choices), quality.table()),
                Stream.concat(choices.stream().map(Choice::remark), Stream.of(NEIGHBOURS))
                        .toList(),
                Map.of(),
                scenes.failures().stream().distinct().toList());
    }

    private static List<Choice> choices(StudySubject subject) {
        return (subject.variants().isEmpty() ? GRADIENTS : subject.variants())
                .stream()
                        .distinct()
                        .map(words -> new Choice(words, gradient(words, subject)))
                        .toList();
    }

    private static Dominability gradient(String words, StudySubject subject) {
        return Variant.parse(words, subject.withoutContrast())
                .dominability()
                .filter(dominability -> dominability.lossMap() instanceof FeatureGradient)
                .orElseThrow(() -> new IllegalArgumentException(
                        "--variant " + words + ": expected one that weighs by a gradient, such as gradient=l1"));
    }

    private static double[] covariances(StudySubject subject, Dominability dominability, List<Image> images)
            throws InterruptedException {
        return subject.fuser().onTensors(images, (fusion, sources) -> fusion.channelCovariances(sources, dominability));
    }

    /** The covariances of every channel on the scenes that choose and on those that judge. */
    private static final class Choice {
        private final String label;
        private final Dominability dominability;
        private final List<double[]> choosing = new ArrayList<>();
        private final List<double[]> judging = new ArrayList<>();

        Choice(String label, Dominability dominability) {
            this.label = label;
            this.dominability = dominability;
        }

        void add(boolean chooses, double[] covariances) {
            (chooses ? choosing : judging).add(covariances);
        }

        /** Whether there are scenes that chose and scenes to judge by. */
        boolean isMade() {
            return !choosing.isEmpty() && !judging.isEmpty();
        }

        private static double mean(List<double[]> images, int channel) {
            return images.stream()
                    .mapToDouble(covariances -> covariances[channel])
                    .average()
                    .orElse(Double.NaN);
        }

        private int channels() {
            return choosing.get(0).length;
        }

        /** The channels, the most negative covariance first. */
        private List<Integer> ranking(List<double[]> images) {
            return IntStream.range(0, channels())
                    .boxed()
                    .sorted(Comparator.comparingDouble(channel -> mean(images, channel)))
                    .toList();
        }

        int chosen() {
            return ranking(choosing).get(0);
        }

        /** The mean of what each image would choose for itself. */
        private double automatic() {
            return judging.stream()
                    .mapToDouble(covariances -> IntStream.range(0, covariances.length)
                            .mapToDouble(c -> covariances[c])
                            .min()
                            .orElseThrow())
                    .average()
                    .orElse(Double.NaN);
        }

        void addTo(Table.Builder table) {
            add(table, "chosen", chosen());
            add(table, "best of those that judge", ranking(judging).get(0));
            if (CHANNEL_OF_THE_PAPER < channels()) {
                add(table, "the paper's", CHANNEL_OF_THE_PAPER);
            }
            add(table, "worst of those that judge", ranking(judging).get(channels() - 1));
            table.row(label, "each image its own (auto)", "", "-", Cell.of(automatic(), 5), "");
        }

        private void add(Table.Builder table, String what, int channel) {
            table.row(
                    label,
                    what,
                    Cell.of(channel, 0),
                    Cell.of(mean(choosing, channel), 5),
                    Cell.of(mean(judging, channel), 5),
                    Cell.of(ranking(judging).indexOf(channel) + 1.0, 0));
        }

        /** The loss per pixel that the gradient stands beside. */
        Variant pixelLoss() {
            return Variant.of(dominability.with("l1"));
        }

        String remark() {
            int rank = ranking(judging).indexOf(chosen()) + 1;
            return "'" + label + "': " + Words.counted(choosing.size(), "scene") + " chose channel " + chosen()
                    + ", which is number " + rank + " of " + channels() + " by its covariance on the " + judging.size()
                    + " others"
                    + (mean(judging, chosen()) < 0 ? "." : ", where it is not negative.");
        }
    }

    private static Table covarianceTable(List<Choice> choices) {
        Table.Builder table = Table.of(
                "Channels of the gradient: the sum over the sources of Cov(ω, paper's ℓ) within an image, averaged over the"
                        + " scenes that choose and those that judge",
                2,
                List.of("gradient", "channel", "number", "choosing", "judging", "rank among all"));
        choices.forEach(choice -> choice.addTo(table));
        return table.build();
    }

    /** What weighing by these channels does to the images that judge. */
    private static final class Quality {
        private final StudySubject subject;
        private final Map<String, Variant> variants = new LinkedHashMap<>();
        private final Map<String, StudyMeasures.Samples> scores = new LinkedHashMap<>();

        Quality(StudySubject subject, List<Choice> choices) {
            this.subject = subject;
            variants.put("static", Variant.STATIC);
            for (Choice choice : choices) {
                String label = choice.label + ": ";
                variants.put(choice.pixelLoss().label(), choice.pixelLoss());
                variants.put(label + "all channels", variant(choice, "channel=mean"));
                if (CHANNEL_OF_THE_PAPER < choice.channels()) {
                    variants.put(label + "the paper's channel", variant(choice, "channel=" + CHANNEL_OF_THE_PAPER));
                }
                variants.put(label + "chosen channel", variant(choice, "channel=" + choice.chosen()));
                variants.put(label + "auto", variant(choice, "channel=auto"));
            }
            variants.keySet().forEach(label -> scores.put(label, MEASURES.samples()));
        }

        private static Variant variant(Choice choice, String words) {
            return Variant.of(choice.dominability.with(words));
        }

        void add(List<Image> images) throws InterruptedException {
            Map<String, double[]> found = new LinkedHashMap<>();
            for (Map.Entry<String, Variant> variant : variants.entrySet()) {
                FusedImage fused = subject.fuser().fuse(images, variant.getValue());
                found.put(variant.getKey(), MEASURES.of(fused.image(), images, Optional.empty()));
            }
            found.forEach((label, values) -> scores.get(label).add(values));
        }

        Table table() {
            Table.Builder table = Table.of(
                    "Means over the scenes that judge, profile canonical", 1, "weights from", MEASURES.heads());
            scores.forEach((label, samples) -> table.row(label, samples.means()));
            return table.build();
        }
    }
}
