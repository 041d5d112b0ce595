package io.dynafuse.reproduction;

import io.dynafuse.network.Network;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A network that an experiment runs.
 *
 * @param source where it comes from
 * @param identity what it is
 * @param printed whether its rows are those that the paper prints; a variant of a network, a second one of a family, or one that was trained
 *     here has rows of its own
 */
record Subject(NetworkSource source, NetworkSource.Identity identity, NetworkFamily family, boolean printed) {
    /**
     * Recognises the networks of an experiment, before any scene is worked on, so that no hour is spent on what is then refused.
     *
     * @throws IOException if weights cannot be read or are of none of its networks
     */
    static List<Subject> of(Experiment experiment, List<NetworkSource> sources) throws IOException {
        List<Subject> subjects = new ArrayList<>();
        for (NetworkSource source : sources) {
            NetworkSource.Identity identity = source.identify();
            NetworkFamily family = family(experiment, identity.network(), source.weights());
            boolean first = subjects.stream().noneMatch(other -> other.printed() && other.isOf(family));
            boolean meant = family.means(identity.network()) && !identity.trainedHere();
            subjects.add(new Subject(source, identity, family, first && meant));
        }
        return List.copyOf(subjects);
    }

    private static NetworkFamily family(Experiment experiment, Network network, String weights) throws IOException {
        Optional<NetworkFamily> family = experiment.families().stream()
                .filter(each -> each.includes(network))
                .findFirst();
        return family.orElseThrow(() -> new IOException(weights + ": holds " + network.id() + ", but "
                + experiment.id() + " is about "
                + experiment.families().stream().map(NetworkFamily::id).collect(Collectors.joining(", "))));
    }

    Network network() {
        return identity.network();
    }

    boolean isOf(NetworkFamily other) {
        return family == other;
    }

    /** What a row of this network is called: as in the experiment if the paper prints it, otherwise with its variant and its weights. */
    String label(String row) {
        if (printed) {
            return row;
        }
        return row + ", " + (family.means(network()) ? "" : network().id() + ", ") + source.weights();
    }

    /** Why a row of a family was not run, if it was not. */
    static Optional<String> absence(NetworkFamily family, List<Subject> subjects) {
        if (subjects.stream().anyMatch(subject -> subject.printed() && subject.isOf(family))) {
            return Optional.empty();
        }
        return Optional.of("needs a checkpoint of " + family.id());
    }
}
