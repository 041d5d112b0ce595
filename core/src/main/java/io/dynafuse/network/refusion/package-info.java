/**
 * ReFusion (Bai et al., "ReFusion: Learning image fusion from reconstruction with learnable loss via meta-learning", IJCV 2024). May use what
 * {@code io.dynafuse.network} may. Start with {@link io.dynafuse.network.refusion.ReFusion}.
 */
package io.dynafuse.network.refusion;
