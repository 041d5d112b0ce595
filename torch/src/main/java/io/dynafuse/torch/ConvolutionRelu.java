package io.dynafuse.torch;

import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Argument;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.OperatorName;

/**
 * The engine's convolution followed by max(x, 0), which oneDNN computes as one: the result is written once instead of written, read and written
 * again. The engine offers it to its own compiler, so that it is called by its name; not every build of the engine has it.
 */
final class ConvolutionRelu {
    private static final String NAME = "mkldnn::_convolution_pointwise";
    private static final int PADDING = 3;
    private static final int STRIDE = 4;
    private static final int DILATION = 5;
    private static final int OPTIONS_OF_RELU = 8;

    /** Whether this build of the engine has it. */
    static final boolean IS_THERE = isThere();

    private ConvolutionRelu() {}

    private static boolean isThere() {
        try (PointerScope temporaries = new PointerScope()) {
            return Dispatcher.singleton().findSchema(new OperatorName(NAME, "")).has_value();
        }
    }

    /** The result, of 32-bit floats on the processor that require no gradients; arguments as for {@link Tensor#convolve}. */
    static org.bytedeco.pytorch.Tensor of(
            org.bytedeco.pytorch.Tensor input,
            org.bytedeco.pytorch.Tensor weight,
            Optional<org.bytedeco.pytorch.Tensor> bias,
            int stride,
            int zeroPadding,
            int dilation,
            int groups) {
        OperatorHandle operation = Dispatcher.singleton().findSchemaOrThrow(NAME, "");
        Argument arguments = operation.schema().arguments();
        IValueVector stack = new IValueVector();
        stack.push_back(new IValue(input));
        stack.push_back(new IValue(weight));
        stack.push_back(bias.map(IValue::new).orElseGet(IValue::new));
        stack.push_back(new IValue(twice(arguments, PADDING, zeroPadding)));
        stack.push_back(new IValue(twice(arguments, STRIDE, stride)));
        stack.push_back(new IValue(twice(arguments, DILATION, dilation)));
        stack.push_back(new IValue((long) groups));
        stack.push_back(new IValue("relu"));
        stack.push_back(new IValue(emptyList(arguments, OPTIONS_OF_RELU)));
        stack.push_back(new IValue(""));
        operation.callBoxed(stack);
        // What the stack holds goes with it.
        return new org.bytedeco.pytorch.Tensor(stack.get(0).toTensor());
    }

    private static GenericList twice(Argument arguments, int argument, long value) {
        GenericList list = emptyList(arguments, argument);
        list.push_back(new IValue(value));
        list.push_back(new IValue(value));
        return list;
    }

    private static GenericList emptyList(Argument arguments, int argument) {
        return new GenericList(arguments.getPointer(argument).type().get().containedType(0));
    }
}
