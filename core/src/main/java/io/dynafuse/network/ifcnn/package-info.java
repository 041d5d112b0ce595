/**
 * IFCNN (Zhang et al., "IFCNN: A general image fusion framework based on convolutional neural network", Information Fusion 54,
 * 2020). May use what {@code io.dynafuse.network} may. Start with {@link io.dynafuse.network.ifcnn.Ifcnn}.
 */
package io.dynafuse.network.ifcnn;
