/**
 * The layers that networks are made of. A layer is a value that says what it is ({@code Convolution.of(64, 64, 3)}), declares its parameters
 * ({@code declare("conv2")}) and is a function of an input and its parameters ({@code apply(input, parameters.in("conv2"))}): it holds no
 * tensor, so one forward serves inference, training and parameters that are themselves computed. Images are {@code [N,C,H,W]}; a
 * network brings its sources into channels-last layout once, and the layers keep it. A layer frees its intermediate tensors; its result belongs to
 * the open scope. Everything is differentiable (see {@link io.dynafuse.torch.Autograd}).
 *
 * <p>Start with {@link io.dynafuse.nn.Convolution} and {@link io.dynafuse.nn.ParameterDeclarations}. A function without parameters is an operation
 * of {@link io.dynafuse.torch.Tensor}, or one of {@link io.dynafuse.nn.Activation}, {@link io.dynafuse.nn.Attention} and {@link
 * io.dynafuse.nn.Windows}. May use {@code torch}, and {@code random} for seeds.
 */
package io.dynafuse.nn;
