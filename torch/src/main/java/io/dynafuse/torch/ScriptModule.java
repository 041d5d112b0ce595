package io.dynafuse.torch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.MethodOptional;
import org.bytedeco.pytorch.TupleElements;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.bytedeco.pytorch.parameter_iterator;
import org.bytedeco.pytorch.parameter_list;

/**
 * A TorchScript module in evaluation mode: code and parameters that came from a file, and that run in the engine. Its parameters do not require
 * gradients. It may be used from one thread at a time.
 */
public final class ScriptModule implements AutoCloseable {
    private static final Pattern KIND_AND_WORDS =
            Pattern.compile("(?:builtins\\.)?\\w*(?:Error|Exception): (?:\\[enforce [^]]*] err == 0\\. )?(.*)");

    /** What the engine says where a script looks at a tensor in another shape that is not planar. */
    private static final String NOT_PLANAR = "view size is not compatible";

    private static final int IMAGE_DIMENSIONS = 4;

    private JitModule module;
    private boolean planar;

    private ScriptModule(JitModule module, boolean planar) {
        this.module = module;
        this.planar = planar;
    }

    /**
     * Loads an archive, which may run code of it.
     *
     * @param planar whether its code asks how images lie in memory, so that they must lie as Python has them; otherwise they get their channels last,
     *     which is faster, as long as the code can do with that
     * @throws EngineException if the engine cannot load it
     */
    public static ScriptModule load(Path archive, Device device, boolean planar) {
        Engine.load();
        leaveOutProfiling();
        try (PointerScope temporaries = new PointerScope()) {
            JitModule module = torch.load(archive.toString(), new DeviceOptional(device.toNative()), false);
            module.eval();
            parameter_list parameters = module.parameters();
            for (parameter_iterator each = parameters.begin(); each.notEquals(parameters.end()); each.increment()) {
                each.multiply().requires_grad_(false);
            }
            module.retainReference();
            return new ScriptModule(module, planar);
        } catch (RuntimeException e) {
            throw failure(e);
        }
    }

    /** Scripts would be compiled anew for the sizes that they meet: measured, a first run takes three times as long, and images have many sizes. */
    private static void leaveOutProfiling() {
        try (PointerScope temporaries = new PointerScope()) {
            torch.getProfilingMode().put(false);
        }
    }

    /**
     * Of a failure within a script, the engine says first where in the code it was, and then, in a line that begins with the kind of failure, what
     * it was; of one of the code itself, it says what is wrong after an empty line.
     */
    private static EngineException failure(RuntimeException failure) {
        List<String> lines = String.valueOf(failure.getMessage())
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        String reason = lines.stream()
                .map(KIND_AND_WORDS::matcher)
                .filter(Matcher::matches)
                .map(line -> "the script failed: " + line.group(1))
                .findFirst()
                .orElseGet(() ->
                        lines.isEmpty() ? "the script failed" : lines.get(0).strip());
        return new EngineException("engine: " + reason, failure);
    }

    /**
     * Calls a method of it.
     *
     * @param inputs not changed
     * @return the tensor, or those of the tuple or list, that it returns, in 32-bit floats
     * @throws EngineException if it fails
     * @throws IllegalArgumentException if it has no such method, or that returns something else
     * @throws IllegalStateException if it was closed
     */
    public List<Tensor> run(String method, List<Tensor> inputs) {
        if (module == null) {
            throw new IllegalStateException("this module was closed");
        }
        try {
            return call(method, inputs);
        } catch (EngineException e) {
            if (planar || !e.getMessage().contains(NOT_PLANAR)) {
                throw e;
            }
            planar = true;
            return call(method, inputs);
        }
    }

    private List<Tensor> call(String method, List<Tensor> inputs) {
        try (PointerScope temporaries = new PointerScope()) {
            MethodOptional found = module.find_method(method);
            if (!found.has_value()) {
                throw new IllegalArgumentException("it has no function " + method);
            }
            IValueVector arguments = new IValueVector();
            inputs.forEach(input -> arguments.push_back(new IValue(copy(input))));
            return tensors(method, found.get().apply(arguments));
        } catch (IllegalStateException | IllegalArgumentException | EngineException e) {
            throw e;
        } catch (RuntimeException e) {
            throw failure(e);
        }
    }

    /** Scripts may change what they are given. */
    private org.bytedeco.pytorch.Tensor copy(Tensor input) {
        boolean isImage = input.shape().length == IMAGE_DIMENSIONS;
        MemoryFormat layout = isImage && !planar ? MemoryFormat.ChannelsLast : MemoryFormat.Contiguous;
        // Written rather than cloned, as one channel would stay planar.
        return torch.empty(input.shape(), input.handle().options(), new MemoryFormatOptional(layout))
                .copy_(input.handle());
    }

    private static List<Tensor> tensors(String method, IValue result) {
        List<Tensor> tensors = new ArrayList<>();
        if (result.isTensor()) {
            tensors.add(owned(method, result));
        } else if (result.isTuple()) {
            TupleElements parts = result.toTuple().elements();
            for (long i = 0; i < parts.size(); i++) {
                tensors.add(owned(method, parts.get(i)));
            }
        } else if (result.isList()) {
            GenericList parts = result.toList();
            for (long i = 0; i < parts.size(); i++) {
                tensors.add(owned(method, parts.get(i)));
            }
        }
        if (tensors.isEmpty()) {
            throw noTensors(method);
        }
        return tensors;
    }

    /** Of its own, as the engine's is a part of what holds it. */
    private static Tensor owned(String method, IValue part) {
        if (!part.isTensor() || !part.toTensor().is_floating_point()) {
            throw noTensors(method);
        }
        return Tensor.result(() -> new org.bytedeco.pytorch.Tensor(part.toTensor()).to(ScalarType.Float));
    }

    private static IllegalArgumentException noTensors(String method) {
        return new IllegalArgumentException(
                method + " returns something else; expected a tensor of floats, or a tuple or list of such");
    }

    /** Frees its parameters; a second call does nothing. */
    @Override
    public void close() {
        if (module != null) {
            module.releaseReference();
            module = null;
        }
    }
}
