package io.dynafuse.metrics.structure;

import io.dynafuse.metrics.signal.Sums;
import java.util.List;

/** Sums over maps of scores. */
final class Maps {
    private Maps() {}

    /** The mean of a map. */
    static double mean(double[] map) {
        return sum(map) / map.length;
    }

    static double sum(double[] map) {
        return Sums.of(map, 0, map.length);
    }

    /** The mean of several maps at every position, weighted by a map of weights each; even where all weights are zero. */
    static double[] blend(List<double[]> maps, List<double[]> weights) {
        double[] total = new double[maps.get(0).length];
        double[] blended = new double[total.length];
        double[] plain = new double[total.length];
        for (int k = 0; k < maps.size(); k++) {
            double[] map = maps.get(k);
            double[] weight = weights.get(k);
            for (int i = 0; i < total.length; i++) {
                total[i] += weight[i];
                blended[i] += weight[i] * map[i];
                plain[i] += map[i];
            }
        }
        int count = maps.size();
        for (int i = 0; i < total.length; i++) {
            blended[i] = total[i] == 0 ? plain[i] / count : blended[i] / total[i];
        }
        return blended;
    }
}
