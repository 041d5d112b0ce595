package io.dynafuse.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Form;
import io.dynafuse.dominability.GradientChannel;
import io.dynafuse.dominability.GradientScale;
import io.dynafuse.dominability.ImageSpace;
import io.dynafuse.dominability.Norm;
import io.dynafuse.dominability.Normalisation;
import io.dynafuse.dominability.Reference;
import io.dynafuse.dominability.Space;
import io.dynafuse.files.OneLine;
import io.dynafuse.image.ImageFormat;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.image.WriteOptions;
import io.dynafuse.loss.FusionLoss;
import io.dynafuse.network.OutputRange;
import io.dynafuse.preparation.Registration;
import io.dynafuse.preparation.Resize;
import io.dynafuse.preparation.SourcePreparation;
import io.dynafuse.preparation.Stretch;
import io.dynafuse.report.ConstantName;
import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a client asks of a fusion: the options of the command {@code dynafuse fuse}, by their names in camel case. */
record Settings(
        Optional<String> task,
        Optional<List<String>> roles,
        Optional<String> checkpoint,
        @JsonProperty("static") Optional<Boolean> statically,
        Optional<String> space,
        Optional<List<String>> without,
        Optional<String> reference,
        Optional<String> norm,
        Optional<Double> scale,
        Optional<String> form,
        Optional<String> normalisation,
        Optional<Boolean> contrast,
        Optional<String> gradient,
        Optional<String> channel,
        Optional<String> gradientScale,
        Optional<Boolean> joint,
        Optional<Double> temperature,
        Optional<Integer> smoothing,
        Optional<Integer> iterations,
        Optional<String> range,
        Optional<Boolean> keepChroma,
        Optional<String> stretch,
        Optional<String> resize,
        Optional<String> format,
        Optional<Integer> quality,
        Optional<Integer> pngCompression,
        Optional<String> depth,
        Optional<Boolean> weights,
        Optional<Boolean> preview) {
    private static final int UNREADABLE = 422;

    /** The task that is said, by itself or by roles. */
    Optional<Task> givenTask() {
        return task.map(word -> constant("task", word, Task.class))
                .or(() -> givenRoles().stream().findFirst().map(Role::task));
    }

    /** What each source is to the scene; none if nobody said. */
    List<Role> givenRoles() {
        return roles.orElse(List.of()).stream()
                .map(word -> Role.of(word)
                        .orElseThrow(() -> refused(
                                "roles",
                                "expected one of "
                                        + Arrays.stream(Role.values())
                                                .map(Role::word)
                                                .collect(Collectors.joining(", "))
                                        + ", found " + OneLine.brief(word))))
                .toList();
    }

    /**
     * Checks what does not depend on the images or the network.
     *
     * @throws ProblemException in the words of the command
     */
    void requireSense(int sources) {
        requireNoNull("roles", roles);
        requireNoNull("without", without);
        List<Role> given = givenRoles();
        require(
                given.isEmpty() || given.size() == sources,
                "roles",
                "expected one for each of the " + sources + " images, found " + given.size());
        require(given.stream().distinct().count() == given.size(), "roles", "expected roles that differ");
        require(
                given.stream().allMatch(role -> givenTask().equals(Optional.of(role.task()))),
                "roles",
                "expected roles of one task, " + givenTask().map(Task::word).orElse(""));
        require(
                !isStatic() || dominabilityWords().isEmpty() && space.isEmpty(),
                "static",
                "fuses without fusion weights: expected no option that shapes them with it");
        require(
                quality.isEmpty() || writtenFormat() == ImageFormat.JPEG,
                "quality",
                "is for JPEG, but the format is " + writtenFormat() + "; expected jpg there");
        require(
                pngCompression.isEmpty() || writtenFormat() == ImageFormat.PNG,
                "pngCompression",
                "is for PNG, but the format is " + writtenFormat() + "; expected png there");
        givenDepth()
                .ifPresent(chosen -> require(
                        writtenFormat().writableDepths().contains(chosen),
                        "depth",
                        writtenFormat() + " cannot carry " + depth.get() + "; expected tif for any depth"));
        writeOptions();
        preparation();
        outputRange();
        requireDominability();
    }

    /** Checks what weighs with a dominability that allows most; the rest is checked once the network is known. */
    private void requireDominability() {
        String words = dominabilityWords();
        Dominability any = Dominability.of(Reference.FUSED);
        Dominability inSpace = spaceOr(Space.IMAGE) == Space.IMAGE ? any.with("image") : any;
        if (words.isEmpty()) {
            return;
        }
        try {
            inSpace.with(words);
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(UNREADABLE, OneLine.of(e));
        }
    }

    boolean isStatic() {
        return statically.orElse(false);
    }

    /** @param otherwise the space where nobody says */
    Space spaceOr(Space otherwise) {
        boolean byFeatures = gradient.isPresent()
                || channel.isPresent()
                || gradientScale.isPresent()
                || joint.orElse(false)
                || iterations.isPresent();
        return space.map(word -> constant("space", word, Space.class)).orElse(byFeatures ? Space.FEATURES : otherwise);
    }

    /** What is to be changed of a dominability, as {@link Dominability#with} reads it; empty for nothing. */
    String dominabilityWords() {
        List<String> words = new ArrayList<>();
        reference.ifPresent(word -> words.add(ConstantName.of(constant("reference", word, Reference.class))));
        norm.ifPresent(word -> words.add(ConstantName.of(constant("norm", word, Norm.class))));
        form.ifPresent(word -> words.add(ConstantName.of(constant("form", word, Form.class))));
        normalisation.ifPresent(
                word -> words.add(ConstantName.of(constant("normalisation", word, Normalisation.class))));
        gradientScale.ifPresent(
                word -> words.add(ConstantName.of(constant("gradientScale", word, GradientScale.class))));
        add(words, "k", scale);
        add(words, "gradient", gradient.map(loss -> read("gradient", loss, FusionLoss::parse)));
        add(words, "channel", channel.map(which -> read("channel", which, GradientChannel::parse)));
        add(words, "temperature", temperature);
        add(words, "smoothing", smoothing);
        add(words, "iterations", iterations);
        joint.filter(on -> on).ifPresent(on -> words.add("joint"));
        without.orElse(List.of())
                .forEach(part -> words.add(
                        constant("without", part, ImageSpace.Part.class).offWord()));
        contrast.filter(on -> on).ifPresent(on -> words.add("contrast"));
        return String.join(",", words);
    }

    private static void add(List<String> words, String word, Optional<?> value) {
        value.ifPresent(given -> words.add(word + "=" + given));
    }

    SourcePreparation preparation() {
        return new SourcePreparation(
                List.of(stretch.map(word -> constant("stretch", word, Stretch.class))
                        .orElse(Stretch.AUTO)),
                resize.map(word -> constant("resize", word, Resize.class)).orElse(Resize.NONE),
                Optional.empty(),
                Registration.NONE);
    }

    Optional<OutputRange> outputRange() {
        return range.map(word -> constant("range", word, OutputRange.class));
    }

    /** What the fused image is written as. */
    ImageFormat writtenFormat() {
        return format.map(word -> Arrays.stream(ImageFormat.values())
                        .filter(ImageFormat::canBeWritten)
                        .filter(one -> one.extensions().get(0).equals(word))
                        .findFirst()
                        .orElseThrow(
                                () -> refused("format", "expected png, jpg, tif or pfm, found " + OneLine.brief(word))))
                .orElse(ImageFormat.PNG);
    }

    WriteOptions writeOptions() {
        try {
            WriteOptions usual = WriteOptions.DEFAULT;
            return new WriteOptions(quality.orElse(usual.jpegQuality()), pngCompression.orElse(usual.pngCompression()));
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(UNREADABLE, OneLine.of(e));
        }
    }

    /** The depth asked for. */
    Optional<SampleDepth> givenDepth() {
        return depth.map(word -> named("depth", word, SampleDepth::of, SampleDepth::word));
    }

    /** The options of the command that ask for the same image, but those of the task and the files. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        roles.filter(given -> !given.isEmpty()).ifPresent(given -> option(arguments, "roles", String.join(",", given)));
        checkpoint.ifPresent(name -> option(arguments, "checkpoint", name));
        flag(arguments, "static", statically);
        space.ifPresent(word -> option(arguments, "space", word));
        without.filter(parts -> !parts.isEmpty())
                .ifPresent(parts -> option(arguments, "without", String.join(",", parts)));
        reference.ifPresent(word -> option(arguments, "reference", word));
        norm.ifPresent(word -> option(arguments, "norm", word));
        scale.ifPresent(number -> option(arguments, "scale", number));
        form.ifPresent(word -> option(arguments, "form", word));
        normalisation.ifPresent(word -> option(arguments, "normalisation", word));
        flag(arguments, "contrast", contrast);
        gradient.ifPresent(loss -> option(arguments, "gradient", loss));
        channel.ifPresent(which -> option(arguments, "channel", which));
        gradientScale.ifPresent(word -> option(arguments, "gradient-scale", word));
        flag(arguments, "joint", joint);
        temperature.ifPresent(number -> option(arguments, "temperature", number));
        smoothing.ifPresent(radius -> option(arguments, "smoothing", radius));
        iterations.ifPresent(number -> option(arguments, "iterations", number));
        range.ifPresent(word -> option(arguments, "range", word));
        flag(arguments, "keep-chroma", keepChroma);
        stretch.ifPresent(word -> option(arguments, "stretch", word));
        resize.ifPresent(word -> option(arguments, "resize", word));
        quality.ifPresent(number -> option(arguments, "quality", number));
        pngCompression.ifPresent(level -> option(arguments, "png-compression", level));
        depth.ifPresent(word -> option(arguments, "depth", word));
        return arguments;
    }

    private static void option(List<String> arguments, String name, Object value) {
        arguments.add("--" + name);
        arguments.add(value.toString());
    }

    private static void flag(List<String> arguments, String name, Optional<Boolean> on) {
        on.filter(given -> given).ifPresent(given -> arguments.add("--" + name));
    }

    private static <E extends Enum<E>> E constant(String key, String word, Class<E> type) {
        return named(key, word, text -> ConstantName.read(type, text), ConstantName::of);
    }

    /** What a word stands for, written as the contract has it, in which the settings are said again. */
    private static <T> T named(String key, String word, Function<String, T> reader, Function<T, String> wordOf) {
        T meant = read(key, word, reader);
        String expected = wordOf.apply(meant);
        require(expected.equals(word), key, "expected " + expected + ", found " + OneLine.brief(word));
        return meant;
    }

    private static <T> T read(String key, String word, Function<String, T> reader) {
        try {
            return reader.apply(OneLine.brief(word));
        } catch (IllegalArgumentException e) {
            throw refused(key, OneLine.of(e));
        }
    }

    /** JSON may hold null in a list, which says nothing. */
    static void requireNoNull(String key, Optional<List<String>> words) {
        require(words.stream().flatMap(List::stream).allMatch(Objects::nonNull), key, "expected words, found null");
    }

    private static void require(boolean condition, String key, String otherwise) {
        if (!condition) {
            throw refused(key, otherwise);
        }
    }

    private static ProblemException refused(String key, String why) {
        return ProblemException.of(UNREADABLE, key + ": " + why);
    }
}
