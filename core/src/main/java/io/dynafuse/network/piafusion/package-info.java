/**
 * PIAFusion (Tang et al., "PIAFusion: A progressive infrared and visible image fusion network based on illumination aware", Information Fusion
 * 2022). May use what {@code io.dynafuse.network} may. Start with {@link io.dynafuse.network.piafusion.PiaFusion}.
 */
package io.dynafuse.network.piafusion;
