/** Runs ONNX graphs by ONNX Runtime. May use {@code io.dynafuse.graph} and {@code io.dynafuse.torch}. Start with {@link io.dynafuse.onnx.OnnxRuntime}. */
package io.dynafuse.onnx;
