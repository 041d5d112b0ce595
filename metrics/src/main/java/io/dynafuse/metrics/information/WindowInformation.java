package io.dynafuse.metrics.information;

import io.dynafuse.metrics.Plane;
import java.util.List;

/** The mean of the normalised mutual information over all windows of the fused plane and over the sources. */
final class WindowInformation {
    /** The rule for windows that mutual information cannot compare. */
    enum Rule {
        /** Windows are compared as they are; a constant window has no information about another. */
        SYMMETRIC,
        /**
         * As the published code does: once a source has differed from the fused window, the next ones are compared with the
         * stretched fused window; two constant windows count as equal.
         */
        PUBLISHED_CODE
    }

    private final Rule rule;
    private final WindowDensity fused = new WindowDensity();
    private final WindowDensity source = new WindowDensity();
    private final CoupledWindows coupled = new CoupledWindows();
    private boolean stretched;

    private WindowInformation(Rule rule) {
        this.rule = rule;
    }

    static double mean(Plane fused, List<Plane> sources, Rule rule) {
        return new WindowInformation(rule).mean(fused, sources);
    }

    private double mean(Plane fusedPlane, List<Plane> sources) {
        int width = fusedPlane.width();
        int columns = width - WindowDensity.SIDE + 1;
        int rows = fusedPlane.height() - WindowDensity.SIDE + 1;
        WindowExtents fusedExtents = new WindowExtents(width);
        List<WindowExtents> sourceExtents =
                sources.stream().map(plane -> new WindowExtents(width)).toList();
        double sum = 0;
        for (int y = 0; y < rows; y++) {
            fusedExtents.read(fusedPlane, y);
            for (int i = 0; i < sources.size(); i++) {
                sourceExtents.get(i).read(sources.get(i), y);
            }
            double sumOfRow = 0;
            for (int x = 0; x < columns; x++) {
                int start = y * width + x;
                fused.read(fusedPlane.samples(), start, width, fusedExtents, x);
                stretched = false;
                for (int i = 0; i < sources.size(); i++) {
                    source.read(sources.get(i).samples(), start, width, sourceExtents.get(i), x);
                    sumOfRow += score();
                }
            }
            sum += sumOfRow;
        }
        return sum / ((double) rows * columns * sources.size());
    }

    private double score() {
        if (stretched ? source.hasStretchedSamplesOf(fused) : source.hasSamplesOf(fused)) {
            return 1;
        }
        stretched = rule == Rule.PUBLISHED_CODE;
        if (source.isConstant() && fused.isConstant()) {
            return rule == Rule.PUBLISHED_CODE ? 1 : 0;
        }
        if (source.isFlatOrPeak() || fused.isFlatOrPeak()) {
            return 0;
        }
        return coupled.normalisedInformation(source, fused);
    }
}
