/**
 * CDDFuse (Zhao et al., "CDDFuse: Correlation-driven dual-branch feature decomposition for multi-modality image fusion", CVPR 2023), and PFCFuse,
 * which has another branch of base features (Hu et al. 2024). May use what
 * {@code io.dynafuse.network} may. Start with {@link io.dynafuse.network.cddfuse.CddFuse}.
 */
package io.dynafuse.network.cddfuse;
