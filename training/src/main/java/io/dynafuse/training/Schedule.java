package io.dynafuse.training;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Which phase is when. All of it follows from the number of the step, so that a resumed training needs nothing else. */
final class Schedule {
    private final List<Phase> phases;
    private final long steps;
    private final long round;

    /** @param steps of the whole training */
    Schedule(List<Phase> phases, long steps) {
        this.phases = List.copyOf(phases);
        this.steps = steps;
        this.round = phases.stream().mapToLong(Phase::steps).sum();
    }

    List<Phase> phases() {
        return phases;
    }

    /** The phase of a step, counted from 0. */
    Phase phase(long step) {
        return phases.stream()
                .filter(phase -> stepsOf(phase, step + 1) > stepsOf(phase, step))
                .findFirst()
                .orElseThrow();
    }

    /** The learning rate of a step. */
    double rate(long step) {
        Phase phase = phase(step);
        return phase.rate().at(stepsOf(phase, step), stepsOf(phase, steps));
    }

    /** How many batches the steps before take. */
    long batchesBefore(long step) {
        return phases.stream()
                .mapToLong(phase -> phase.batches().size() * stepsOf(phase, step))
                .sum();
    }

    /** The batches of a step. A round of all phases is an epoch. */
    List<Draw> draws(long step) {
        Phase phase = phase(step);
        long first = batchesBefore(step);
        return IntStream.range(0, phase.batches().size())
                .mapToObj(i ->
                        new Draw(first + i, step, step / round, phase.batches().get(i), phase.steps()))
                .toList();
    }

    /** How many of the steps before change a module. */
    long changesBefore(long step, String module) {
        Predicate<Phase> changes = phase -> phase.modules().contains(module);
        return phases.stream()
                .filter(changes)
                .mapToLong(phase -> stepsOf(phase, step))
                .sum();
    }

    /** How many of the first {@code count} steps are of a phase. */
    private long stepsOf(Phase phase, long count) {
        long begin = 0;
        for (Phase earlier : phases.subList(0, phases.indexOf(phase))) {
            begin += earlier.steps();
        }
        long inRound = Math.max(0, Math.min(phase.steps(), count % round - begin));
        return count / round * phase.steps() + inRound;
    }
}
