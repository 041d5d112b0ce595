/**
 * The engine (libtorch through JavaCPP) behind a small interface: tensors with an owner, named parameters, devices. This is the only
 * package that uses {@code org.bytedeco}; it uses nothing else of the project. Start with {@link io.dynafuse.torch.Scope} and
 * {@link io.dynafuse.torch.Tensor}.
 */
package io.dynafuse.torch;
