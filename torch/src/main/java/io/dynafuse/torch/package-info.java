/**
 * The engine (libtorch through JavaCPP) behind a small vocabulary: tensors with an owner, named parameters, devices. The only
 * package that names {@code org.bytedeco}; it uses nothing else of the project. Start with {@link io.dynafuse.torch.Scope} and
 * {@link io.dynafuse.torch.Tensor}.
 */
package io.dynafuse.torch;
