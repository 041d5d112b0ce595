/**
 * Networks that come as a program of their own: TorchScript and ONNX files, read without being run, and run once their user trusts them. May use {@code
 * io.dynafuse.torch}, {@code io.dynafuse.checkpoint} and {@code io.dynafuse.files}. Start with {@link io.dynafuse.graph.GraphFile}.
 */
package io.dynafuse.graph;
