package io.dynafuse.blend;

import java.util.List;

/** Takes what was fused, rows by rows, so that none of it is in memory as a whole in numbers of 32 bits. */
public interface Canvas {
    /**
     * Takes rows of the result.
     *
     * @param channels one for gray, three for red, green and blue; in [0,1] but for rounding and overshoot
     */
    void put(Rows rows, List<Plane> channels);

    /**
     * Takes rows of the weights of a source, which are from 0 to 1; where they were asked for.
     *
     * @param source its index
     */
    void putWeights(int source, Rows rows, Plane weights);

    /**
     * Takes rows of the position in the stack that each pixel was taken from, from 0 for the first source to 1 for the last; where it was
     * asked for.
     */
    void putDepth(Rows rows, Plane depth);
}
