package io.dynafuse.cli;

import io.dynafuse.evaluation.peers.PeerDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Fused images of another program, as the command line gives them.
 *
 * @param of the task or the dataset that they are of; empty if their names tell
 * @param method its name
 * @param folder of the images, which are called as the scenes are
 */
record PublishedResults(String of, String method, Path folder) {
    /**
     * Reads {@code [TASK|DATASET:]NAME=DIR}.
     *
     * @throws IllegalArgumentException if it is of another form
     */
    static PublishedResults parse(String text) {
        int equals = text.indexOf('=');
        String name = text.substring(0, Math.max(0, equals));
        int colon = name.indexOf(':');
        String method = name.substring(colon + 1).strip();
        if (method.isEmpty() || equals == text.length() - 1) {
            throw new IllegalArgumentException("expected NAME=DIR or TASK:NAME=DIR, found " + text);
        }
        return new PublishedResults(
                name.substring(0, Math.max(0, colon)).strip(), method, Path.of(text.substring(equals + 1)));
    }

    /**
     * The dataset that the images are of.
     *
     * @throws IOException if the folder cannot be read, or its images are called as scenes of no dataset or of several
     */
    PeerDataset of(List<PeerDataset> datasets) throws IOException {
        List<PeerDataset> fitting = new ArrayList<>();
        for (PeerDataset dataset : datasets) {
            boolean named =
                    of.isEmpty() || of.equalsIgnoreCase(dataset.task().word()) || of.equalsIgnoreCase(dataset.name());
            if (named && !dataset.images(folder).isEmpty()) {
                fitting.add(dataset);
            }
        }
        if (fitting.size() != 1) {
            throw new IOException(folder + ": "
                    + (fitting.isEmpty()
                            ? "no image is called as a scene of " + (of.isEmpty() ? "any dataset" : of)
                            : "images are called as scenes of several datasets, "
                                    + fitting.stream().map(PeerDataset::name).collect(Collectors.joining(" and "))
                                    + "; expected one of these names and a colon before " + method));
        }
        return fitting.get(0);
    }
}
