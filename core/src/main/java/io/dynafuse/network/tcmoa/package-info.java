/**
 * TC-MoA (Zhu et al., "Task-customized mixture of adapters for general image fusion", CVPR 2024). May use what {@code io.dynafuse.network} may. Start
 * with {@link io.dynafuse.network.tcmoa.TcMoa}.
 */
package io.dynafuse.network.tcmoa;
