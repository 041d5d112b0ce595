package io.dynafuse.torch;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.InterpolateFuncOptions;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.LongVector;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.bytedeco.pytorch.kBilinear;

/**
 * An n-dimensional array of the engine; images and features are {@code [N,C,H,W]}. Every tensor belongs to the {@link Scope} in which it
 * was made, unless it left that scope. Operations return new tensors, except those whose name ends in {@code InPlace}.
 *
 * <p>Every operation throws {@link EngineException} if shapes do not fit together or memory runs out, and {@link
 * IllegalStateException} if a tensor is used after it was freed or no scope is open.
 */
public final class Tensor implements AutoCloseable {
    private org.bytedeco.pytorch.Tensor handle;

    private Tensor(org.bytedeco.pytorch.Tensor handle) {
        this.handle = handle;
    }

    /**
     * A tensor of 32-bit floats on the processor.
     *
     * @param values in row-major order; copied
     * @throws IllegalArgumentException if the shape does not hold exactly {@code values}
     */
    public static Tensor of(float[] values, long... shape) {
        long elements = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        if (elements != values.length) {
            throw new IllegalArgumentException("expected " + elements + " values for shape " + Arrays.toString(shape)
                    + ", found " + values.length);
        }
        return result(() -> {
            org.bytedeco.pytorch.Tensor tensor = torch.empty(shape);
            tensor.data_ptr_float().put(values);
            return tensor;
        });
    }

    /**
     * A tensor of 32-bit floats on the processor.
     *
     * @param values in row-major order; copied
     * @throws IllegalArgumentException if the shape does not hold exactly {@code values}
     */
    public static Tensor of(float[] values, List<Long> shape) {
        return of(values, shape.stream().mapToLong(Long::longValue).toArray());
    }

    /** Joins tensors along a dimension. */
    public static Tensor concatenate(List<Tensor> tensors, int dimension) {
        return result(() -> {
            TensorVector parts = new TensorVector();
            tensors.forEach(tensor -> parts.push_back(tensor.handle()));
            return torch.cat(parts, dimension);
        });
    }

    /**
     * A {@code [N,C,H,W]} tensor, channels last, on the device and in the precision of another, whose elements are arbitrary until they are written.
     */
    public static Tensor unwritten(Tensor like, long... shape) {
        return result(
                () -> torch.empty(shape, like.handle().options(), new MemoryFormatOptional(MemoryFormat.ChannelsLast)));
    }

    /** The sizes of the dimensions. */
    public long[] shape() {
        try (PointerScope temporaries = new PointerScope()) {
            return handle().sizes().vec().get();
        }
    }

    /**
     * The size of one dimension; negative ones count from the last.
     *
     * @throws IndexOutOfBoundsException if there is no such dimension
     */
    public long size(int dimension) {
        long[] shape = shape();
        return shape[dimension < 0 ? shape.length + dimension : dimension];
    }

    /**
     * The values as 32-bit floats in row-major order, whatever the layout, precision and device.
     *
     * @throws ArithmeticException if there are 2^31 or more
     */
    public float[] toFloats() {
        float[] values = new float[Math.toIntExact(handle().numel())];
        try (PointerScope temporaries = new PointerScope()) {
            FloatPointer pointer = handle().cpu()
                    .to(ScalarType.Float)
                    .contiguous(MemoryFormat.Contiguous)
                    .data_ptr_float();
            pointer.get(values);
            return values;
        } catch (RuntimeException e) {
            throw EngineException.from(e);
        }
    }

    /** The device that holds the elements. */
    public Device device() {
        return handle().is_cuda() ? Device.CUDA : Device.CPU;
    }

    /** This tensor on {@code device} in {@code precision}. */
    public Tensor to(Device device, Precision precision) {
        ScalarType type = precision == Precision.FP32 ? ScalarType.Float : ScalarType.BFloat16;
        return result(() -> handle().to(device.toNative(), type));
    }

    /** This tensor in {@code precision}, where it is. */
    public Tensor to(Precision precision) {
        return result(() -> handle().to(precision == Precision.FP32 ? ScalarType.Float : ScalarType.BFloat16));
    }

    /** The precision of the elements. */
    public Precision precision() {
        return handle().scalar_type().intern() == ScalarType.BFloat16 ? Precision.BF16 : Precision.FP32;
    }

    /** This {@code [N,C,H,W]} tensor with the channels of one pixel side by side in memory: the layout convolutions are fastest in. */
    public Tensor channelsLast() {
        return result(() -> handle().contiguous(MemoryFormat.ChannelsLast));
    }

    /** This {@code [N,C,H,W]} tensor with each channel's plane in one piece: the layout for work per channel. */
    public Tensor planar() {
        return result(() -> handle().contiguous(MemoryFormat.Contiguous));
    }

    /** Whether this {@code [N,C,H,W]} tensor lies in memory as {@link #channelsLast} would have it. */
    public boolean isChannelsLast() {
        return handle().is_contiguous(MemoryFormat.ChannelsLast);
    }

    /** Whether the channels of one pixel of this {@code [N,C,H,W]} tensor lie side by side in memory, as those of a slice of a channels-last one do. */
    public boolean hasAdjacentChannels() {
        return handle().stride(1) == 1;
    }

    /** A tensor of its own memory with the same elements. */
    public Tensor copy() {
        return result(() -> handle().clone());
    }

    /** Copies the elements of a tensor of the same shape into this one; into a slice to change a part of a tensor. */
    public Tensor copyInPlace(Tensor other) {
        return inPlace(self -> self.copy_(other.handle()));
    }

    /** {@code length} slices of a dimension from {@code start} on; shares memory with this tensor. */
    public Tensor slice(int dimension, long start, long length) {
        return result(() -> handle().narrow(dimension, start, length));
    }

    /** Element-wise sum. */
    public Tensor plus(Tensor other) {
        return result(() -> handle().add(other.handle()));
    }

    /** Every element plus {@code summand}. */
    public Tensor plus(double summand) {
        return result(() -> handle().add(new Scalar(summand)));
    }

    /** Adds {@code other} to this tensor. */
    public Tensor plusInPlace(Tensor other) {
        return inPlace(self -> self.add_(other.handle()));
    }

    /** Adds {@code factor} times {@code other} to this tensor. */
    public Tensor plusInPlace(Tensor other, double factor) {
        return inPlace(self -> self.add_(other.handle(), new Scalar(factor)));
    }

    /** Element-wise difference. */
    public Tensor minus(Tensor other) {
        return result(() -> handle().sub(other.handle()));
    }

    /** Element-wise product; dimensions of size 1 are repeated, as in {@code [N,1,H,W]} beside {@code [N,F,H,W]}. */
    public Tensor times(Tensor other) {
        return result(() -> handle().mul(other.handle()));
    }

    /** Every element times {@code factor}. */
    public Tensor times(double factor) {
        return result(() -> handle().mul(new Scalar(factor)));
    }

    /** Multiplies this tensor by {@code other}, element by element. */
    public Tensor timesInPlace(Tensor other) {
        return inPlace(self -> self.mul_(other.handle()));
    }

    /** Multiplies every element of this tensor by {@code factor}. */
    public Tensor timesInPlace(double factor) {
        return inPlace(self -> self.mul_(new Scalar(factor)));
    }

    /** Adds the element-wise product of two tensors, repeated as in {@link #times(Tensor)}, to this one. */
    public Tensor plusProductInPlace(Tensor first, Tensor second) {
        return inPlace(self -> self.addcmul_(first.handle(), second.handle()));
    }

    /** Element-wise quotient. */
    public Tensor dividedBy(Tensor other) {
        return result(() -> handle().div(other.handle()));
    }

    /** Element-wise square root. */
    public Tensor squareRoot() {
        return result(() -> handle().sqrt());
    }

    /** Element-wise −1, 0 or 1. */
    public Tensor sign() {
        return result(() -> torch.sign(handle()));
    }

    /** Element-wise absolute value. */
    public Tensor absolute() {
        return result(() -> handle().abs());
    }

    /** Element-wise square. */
    public Tensor square() {
        return result(() -> handle().square());
    }

    /** Element-wise power; the derivative at 0 is infinite for exponents between 0 and 1. */
    public Tensor power(double exponent) {
        return result(() -> handle().pow(new Scalar(exponent)));
    }

    /** Element-wise exponential function. */
    public Tensor exponential() {
        return result(() -> handle().exp());
    }

    /** Element-wise natural logarithm, minus infinity for 0. */
    public Tensor logarithm() {
        return result(() -> handle().log());
    }

    /** Element-wise largest whole number that is not above. */
    public Tensor floor() {
        return result(() -> handle().floor());
    }

    /** 1 where an element is above 0, 0 elsewhere, in 32 bits. */
    public Tensor isPositive() {
        return result(() -> handle().gt(new Scalar(0)).to(ScalarType.Float));
    }

    /** Element-wise logistic function. */
    public Tensor sigmoid() {
        return result(() -> handle().sigmoid());
    }

    /** Element-wise log-sigmoid: the logarithm of the logistic function, which stays finite where that function underflows. */
    public Tensor logarithmOfSigmoid() {
        return result(() -> torch.log_sigmoid(handle()));
    }

    /** Sets every element of this tensor to that of {@code other} if it is larger. */
    public Tensor maximumInPlace(Tensor other) {
        return inPlace(self -> torch.maximum_out(self, self, other.handle()));
    }

    /** Element-wise maximum of two tensors. */
    public Tensor maximum(Tensor other) {
        return result(() -> torch.maximum(handle(), other.handle()));
    }

    /** Element-wise maximum of this tensor and {@code bound}. */
    public Tensor maximum(double bound) {
        return result(() -> handle().clamp_min(new Scalar(bound)));
    }

    /** Element-wise, 0 in place of what is negative. */
    public Tensor relu() {
        return result(() -> handle().relu());
    }

    /** Rectified linear unit, in place: sets negative elements of this tensor to 0. */
    public Tensor reluInPlace() {
        return inPlace(org.bytedeco.pytorch.Tensor::relu_);
    }

    /** Element-wise, negative ones times {@code slope}. */
    public Tensor leakyRelu(double slope) {
        return result(() -> torch.leaky_relu(handle(), new Scalar(slope)));
    }

    /** Multiplies negative elements of this tensor by {@code slope}. */
    public Tensor leakyReluInPlace(double slope) {
        return inPlace(self -> torch.leaky_relu_(self, new Scalar(slope)));
    }

    /** Element-wise, negative ones times the one element of {@code slope}. */
    public Tensor leakyRelu(Tensor slope) {
        return result(() -> torch.prelu(handle(), slope.handle()));
    }

    /** Every element, but not below {@code least} and not above {@code most}. */
    public Tensor clamp(double least, double most) {
        return result(() -> torch.hardtanh(handle(), new Scalar(least), new Scalar(most)));
    }

    /** Raises elements of this tensor to {@code least} and lowers them to {@code most}. */
    public Tensor clampInPlace(double least, double most) {
        return inPlace(self -> torch.hardtanh_(self, new Scalar(least), new Scalar(most)));
    }

    /** Every element x times the standard normal distribution's share below x, found with the error function. */
    public Tensor gelu() {
        return result(() -> torch.gelu(handle()));
    }

    /** The standard normal distribution's share below every element. */
    public Tensor normalDistribution() {
        return result(() -> torch.special_ndtr(handle()));
    }

    /** {@link #gelu}, in the memory of this tensor. */
    public Tensor geluInPlace() {
        return inPlace(torch::gelu_);
    }

    /** Element-wise hyperbolic tangent. */
    public Tensor tanh() {
        return result(() -> handle().tanh());
    }

    /** {@link #tanh}, in the memory of this tensor. */
    public Tensor tanhInPlace() {
        return inPlace(org.bytedeco.pytorch.Tensor::tanh_);
    }

    /** {@link #sigmoid}, in the memory of this tensor. */
    public Tensor sigmoidInPlace() {
        return inPlace(org.bytedeco.pytorch.Tensor::sigmoid_);
    }

    /** Element-wise logarithm of 1 plus the exponential function. */
    public Tensor softplus() {
        return result(() -> torch.softplus(handle()));
    }

    /** Exponentials along a dimension, divided by their sum. */
    public Tensor softmax(int dimension) {
        if (!requiresGrad()) {
            return result(() -> handle().softmax(dimension));
        }
        // The engine's own changes a tensor in place in its directional derivative, which then has no gradients.
        return result(() -> {
            long[] along = {dimension};
            org.bytedeco.pytorch.Tensor powers =
                    handle().sub(handle().amax(along, true).detach()).exp();
            return powers.div(powers.sum(along, true, new ScalarTypeOptional()));
        });
    }

    /** Mean along dimensions, which stay with size 1. */
    public Tensor mean(long... dimensions) {
        return result(() -> handle().mean(dimensions, true, new ScalarTypeOptional()));
    }

    /** Root of the sum of squares along a dimension, which stays with size 1; its derivative at 0 is 0. */
    public Tensor norm(int dimension) {
        return result(() -> handle().norm(new ScalarOptional(new Scalar(2)), new long[] {dimension}, true));
    }

    /** The {@code count} largest elements along a dimension, the largest first. */
    public Tensor largest(int count, int dimension) {
        // What the pair holds goes with it.
        return result(() -> new org.bytedeco.pytorch.Tensor(
                handle().topk(count, dimension, true, true).get0()));
    }

    /** The smallest element along dimensions, which stay with size 1. */
    public Tensor minimumAlong(long... dimensions) {
        return result(() -> handle().amin(dimensions, true));
    }

    /** The largest element along dimensions, which stay with size 1. */
    public Tensor maximumAlong(long... dimensions) {
        return result(() -> handle().amax(dimensions, true));
    }

    /** Mean of all elements, a tensor of one element. */
    public Tensor meanOfAll() {
        return result(() -> handle().mean());
    }

    /** The largest of all elements, a tensor of one element. */
    public Tensor maximumOfAll() {
        return result(() -> handle().max());
    }

    /**
     * This tensor as a variable that requires gradients (see {@link Autograd}): the same elements in the same memory, without the history
     * of this tensor.
     */
    public Tensor asVariable() {
        return result(() -> {
            org.bytedeco.pytorch.Tensor variable = handle().detach();
            variable.requires_grad_(true);
            return variable;
        });
    }

    /** Whether this tensor requires gradients: it is a variable, or was computed from one while operations were recorded. */
    public boolean requiresGrad() {
        return handle().requires_grad();
    }

    /**
     * The mean over the square of {@code 2·radius + 1} pixels a side around every pixel of a {@code [N,C,H,W]} tensor, as far as it lies inside.
     */
    public Tensor boxMean(int radius) {
        // One direction after the other: the work is twice the side of the square instead of its area.
        return Scope.compute(() -> lineMean(radius, 0).lineMean(0, radius));
    }

    /**
     * The mean of every {@code side}×{@code side} block of a {@code [N,C,H,W]} tensor: {@code [N,C,⌊H/side⌋,⌊W/side⌋]}; rows and columns
     * that fill no block are left out.
     */
    public Tensor blockMean(int side) {
        long[] size = {side, side};
        return result(() -> torch.avg_pool2d(handle(), size, size, new long[] {0, 0}, false, true, new LongOptional()));
    }

    /**
     * The means of a grid of blocks that cover a {@code [N,C,H,W]} tensor: {@code [N,C,rows,columns]}. Row i of the grid is of rows ⌊i·H/rows⌋ to, but not
     * with, ⌈(i+1)·H/rows⌉, so that blocks overlap where the sizes do not divide; columns likewise.
     */
    public Tensor gridMean(int rows, int columns) {
        return result(() -> torch.adaptive_avg_pool2d(handle(), rows, columns));
    }

    /** The largest element of every block, cut as by {@link #blockMean}. */
    public Tensor blockMaximum(int side) {
        long[] size = {side, side};
        return result(() -> torch.max_pool2d(handle(), size, size, new long[] {0, 0}, new long[] {1, 1}, false));
    }

    /** This {@code [N,C,H,W]} tensor resized bilinearly, corners of pixels on corners of pixels, without smoothing. */
    public Tensor resizeBilinear(long height, long width) {
        return result(() -> torch.upsample_bilinear2d(handle(), new long[] {height, width}, false));
    }

    /**
     * This {@code [N,C,H,W]} tensor resized bilinearly, corners of pixels on corners of pixels; where it shrinks, every pixel is a mean of all that
     * it covers, those near its centre counting most.
     */
    public Tensor resizeSmoothly(long height, long width) {
        if (width == 1) {
            // The engine is wrong here: it takes the one column for a row.
            return Scope.compute(
                    () -> transpose(2, 3).planar().resizedSmoothly(1, height).transpose(2, 3));
        }
        return resizedSmoothly(height, width);
    }

    private Tensor resizedSmoothly(long height, long width) {
        return result(() -> {
            InterpolateFuncOptions options = new InterpolateFuncOptions();
            options.size().put(new LongVector(height, width));
            options.mode().put(new kBilinear());
            options.align_corners().put(false);
            options.antialias().put(true);
            return torch.interpolate(handle(), options);
        });
    }

    /** This {@code [N,C,H,W]} tensor resized by taking, for pixel i, pixel ⌊i · size before / size after⌋. */
    public Tensor resizeNearest(long height, long width) {
        return result(() -> torch.upsample_nearest2d(handle(), new long[] {height, width}));
    }

    /** This {@code [N,C,H,W]} tensor resized bicubically (a = −0.75), corners of pixels on corners of pixels, without smoothing. */
    public Tensor resizeBicubic(long height, long width) {
        return result(() -> torch.upsample_bicubic2d(handle(), new long[] {height, width}, false));
    }

    private Tensor lineMean(long vertically, long horizontally) {
        long[] size = {2 * vertically + 1, 2 * horizontally + 1};
        return result(() -> torch.avg_pool2d(
                handle(),
                size,
                new long[] {1, 1},
                new long[] {vertically, horizontally},
                false,
                false,
                new LongOptional()));
    }

    /** This tensor with two dimensions exchanged; shares memory with it. */
    public Tensor transpose(int first, int second) {
        return result(() -> handle().transpose(first, second));
    }

    /** This tensor with its dimensions in another order; shares memory with it. */
    public Tensor permute(long... dimensions) {
        return result(() -> handle().permute(dimensions));
    }

    /** This tensor with the order of the elements along some dimensions reversed. */
    public Tensor flip(long... dimensions) {
        return result(() -> handle().flip(dimensions));
    }

    /** This tensor moved cyclically along dimensions, what leaves at one end entering at the other. */
    public Tensor roll(long[] shifts, long... dimensions) {
        return result(() -> handle().roll(shifts, dimensions));
    }

    /** The slices of a dimension that are listed, in that order, some perhaps several times. */
    public Tensor pick(int dimension, long... indices) {
        return result(() -> handle().index_select(
                        dimension,
                        org.bytedeco.pytorch.AbstractTensor.create(indices).to(handle().device(), ScalarType.Long)));
    }

    /** This tensor with another shape of as many elements. */
    public Tensor reshape(long... shape) {
        return result(() -> handle().reshape(shape));
    }

    /** Extends height and width of a {@code [N,C,H,W]} tensor by {@code pixels} zeros on every side. */
    public Tensor zeroPad(int pixels) {
        long[] sides = {pixels, pixels, pixels, pixels};
        return result(() -> torch.constant_pad_nd(handle(), sides, new Scalar(0)));
    }

    /** Extends height and width of a {@code [N,C,H,W]} tensor by {@code pixels} on every side, repeating the border. */
    public Tensor replicatePad(int pixels) {
        return replicatePad(pixels, pixels, pixels, pixels);
    }

    /** The same with a number of pixels for each side. */
    public Tensor replicatePad(int left, int right, int above, int below) {
        return result(() -> torch.replication_pad2d(handle(), new long[] {left, right, above, below}));
    }

    /**
     * Extends height and width of a {@code [N,C,H,W]} tensor by {@code pixels} on every side, mirrored at the outermost pixel, which is not
     * repeated; fewer than H and W.
     */
    public Tensor reflectPad(int pixels) {
        return result(() -> torch.reflection_pad2d(handle(), new long[] {pixels, pixels, pixels, pixels}));
    }

    /** {@link #convolve(Tensor, Optional, int, int, int, int)} with stride and dilation 1, all channels in one group. */
    public Tensor convolve(Tensor weight, Optional<Tensor> bias, int zeroPadding) {
        return convolve(weight, bias, 1, zeroPadding, 1, 1);
    }

    /**
     * 2-D convolution. On some processors (seen with oneDNN on an AMD processor with AVX-512) the engine is wrong for kernels larger than a
     * pixel: the derivatives by a planar tensor are wrong if it has up to 8 outputs in one group; result and derivatives of a channels-last one are
     * wrong if each of several groups has one input and several outputs. A tensor of one channel or one pixel counts as planar. The result
     * of a planar one is wrong where it has more than 16 channels and these are no multiple of 16. There it also ends the process, dividing by 0, in some convolutions of single pixels to 1024 outputs, of 256 or more inputs, on several threads. {@code
     * nn.Convolution} avoids all four.
     *
     * @param weight {@code [outputs, C/groups, height, width]}
     * @param bias {@code [outputs]}
     * @param stride how many pixels lie between those that the kernel is placed on
     * @param zeroPadding how many zeros surround this tensor on every side
     * @param dilation how many pixels lie between those that neighbours in the kernel see
     * @param groups into how many parts inputs and outputs are cut, each output seeing only the inputs of its part
     */
    public Tensor convolve(
            Tensor weight, Optional<Tensor> bias, int stride, int zeroPadding, int dilation, int groups) {
        return result(() -> torch.conv2d(
                handle(),
                weight.handle(),
                optional(bias),
                new long[] {stride, stride},
                new long[] {zeroPadding, zeroPadding},
                new long[] {dilation, dilation},
                groups));
    }

    /**
     * {@link #convolve(Tensor, Optional, int, int, int, int)}, then max(x, 0): as one operation on the processor in 32 bits, unless gradients are
     * required or the engine has none. What is no number (NaN) becomes 0 then.
     */
    public Tensor convolveRelu(
            Tensor weight, Optional<Tensor> bias, int stride, int zeroPadding, int dilation, int groups) {
        boolean recorded = requiresGrad()
                || weight.requiresGrad()
                || bias.filter(Tensor::requiresGrad).isPresent();
        if (recorded || device() != Device.CPU || precision() != Precision.FP32 || !ConvolutionRelu.IS_THERE) {
            return Scope.compute(() -> convolve(weight, bias, stride, zeroPadding, dilation, groups)
                    .reluInPlace());
        }
        return result(() -> ConvolutionRelu.of(
                handle(), weight.handle(), bias.map(Tensor::handle), stride, zeroPadding, dilation, groups));
    }

    /** Matrix product over the last two dimensions; the others, which count the matrices, are repeated as in {@link #times(Tensor)}. */
    public Tensor matmul(Tensor other) {
        return result(() -> handle().matmul(other.handle()));
    }

    /**
     * Attention: softmax(this · keyᵀ / √D + bias) · value, without a matrix of all weights where the engine can do without.
     *
     * @param key {@code […,S,D]} where this is {@code […,L,D]}, as is {@code value}
     * @param bias repeated to {@code […,L,S]}
     * @return {@code […,L,D]}
     */
    public Tensor attend(Tensor key, Tensor value, Optional<Tensor> bias) {
        return result(() -> torch.scaled_dot_product_attention(
                handle(), key.handle(), value.handle(), optional(bias), 0, false, new DoubleOptional(), false));
    }

    /**
     * A linear map of the last dimension.
     *
     * @param weight {@code [outputs, inputs]}
     * @param bias {@code [outputs]}
     */
    public Tensor linear(Tensor weight, Optional<Tensor> bias) {
        return result(() -> torch.linear(handle(), weight.handle(), optional(bias)));
    }

    /**
     * Every channel of a {@code [N,C,H,W]} tensor minus its mean, divided by the root of its variance and ε, times {@code weight} plus {@code
     * bias}, all {@code [C]}.
     *
     * @param momentum where positive, mean and (biased) variance are those of this tensor, and {@code mean} and {@code variance} go towards
     *     them by this share, the variance unbiased; where 0, they are those given
     */
    public Tensor normaliseBatch(
            Tensor weight, Tensor bias, Tensor mean, Tensor variance, double momentum, double epsilon) {
        return result(() -> torch.batch_norm(
                handle(),
                optional(Optional.of(weight)),
                optional(Optional.of(bias)),
                optional(Optional.of(mean)),
                optional(Optional.of(variance)),
                momentum > 0,
                momentum,
                epsilon,
                false));
    }

    /**
     * Every channel of every image of a {@code [N,C,H,W]} tensor minus its mean over the pixels, divided by the root of its (biased) variance and
     * ε, times {@code weight} plus {@code bias}, both {@code [C]}; neither, if they are empty.
     */
    public Tensor normaliseImages(Optional<Tensor> weight, Optional<Tensor> bias, double epsilon) {
        if (size(0) == 1) {
            // The same numbers, in the layout of this tensor.
            return result(() -> torch.batch_norm(
                    handle(),
                    optional(weight),
                    optional(bias),
                    new TensorOptional(),
                    new TensorOptional(),
                    true,
                    0,
                    epsilon,
                    false));
        }
        return result(() -> torch.instance_norm(
                handle(),
                optional(weight),
                optional(bias),
                new TensorOptional(),
                new TensorOptional(),
                true,
                0,
                epsilon,
                false));
    }

    /**
     * Minus the mean over the last dimension, divided by the root of the (biased) variance there and ε, times {@code weight} plus {@code bias}.
     *
     * @param weight as long as the last dimension, as is {@code bias}
     */
    public Tensor normaliseLast(Tensor weight, Tensor bias, double epsilon) {
        return result(() -> torch.layer_norm(
                handle(),
                new long[] {size(-1)},
                optional(Optional.of(weight)),
                optional(Optional.of(bias)),
                epsilon,
                false));
    }

    /** Minus the mean over the last dimension, divided by the root of the (biased) variance there and ε. */
    public Tensor standardiseLast(double epsilon) {
        return result(() -> torch.layer_norm(
                handle(), new long[] {size(-1)}, new TensorOptional(), new TensorOptional(), epsilon, false));
    }

    private static TensorOptional optional(Optional<Tensor> tensor) {
        return tensor.map(present -> new TensorOptional(present.handle())).orElseGet(TensorOptional::new);
    }

    /** Takes this tensor out of its scope: afterwards the caller must close it. */
    public Tensor keep() {
        handle();
        Scope.disown(this);
        return this;
    }

    /** Frees this tensor before its scope does; a second call does nothing. */
    @Override
    public void close() {
        Scope.disown(this);
        free();
    }

    @Override
    public String toString() {
        return handle == null ? "freed tensor" : "tensor " + Arrays.toString(shape()) + " " + precision();
    }

    // Of two threads that close the same tensor, one must find it closed: freed twice, it would end the process.
    synchronized void free() {
        if (handle != null) {
            handle.releaseReference();
            handle = null;
        }
    }

    org.bytedeco.pytorch.Tensor handle() {
        if (handle == null) {
            throw new IllegalStateException("this tensor was freed: its scope or its owner closed it");
        }
        return handle;
    }

    private Tensor inPlace(Consumer<org.bytedeco.pytorch.Tensor> operation) {
        org.bytedeco.pytorch.Tensor self = handle();
        try (PointerScope temporaries = new PointerScope()) {
            operation.accept(self);
            return this;
        } catch (IllegalStateException e) {
            throw e;
        } catch (RuntimeException e) {
            throw EngineException.from(e);
        }
    }

    static Tensor result(Supplier<org.bytedeco.pytorch.Tensor> operation) {
        Scope scope = Scope.innermost();
        try (PointerScope temporaries = new PointerScope()) {
            org.bytedeco.pytorch.Tensor handle = operation.get();
            // The reference that outlives the temporaries' scope.
            handle.retainReference();
            Tensor tensor = new Tensor(handle);
            scope.own(tensor);
            return tensor;
        } catch (IllegalStateException e) {
            throw e;
        } catch (RuntimeException e) {
            throw EngineException.from(e);
        }
    }
}
