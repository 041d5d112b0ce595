"""Layers written as loops in 64 bits, and their derivatives as differences: the numbers NnLayersTest compares with.

Run `python3 layers.py` with NumPy 2 to write layers.safetensors anew. A layer called CASE gives the tensors CASE.input, CASE.parameter.NAME,
CASE.output, CASE.upstream (U) and CASE.derivative.input or .NAME, of the sum of U times the output.
"""
import json
import math
import struct

import numpy as np

random = np.random.default_rng(12)
tensors = {}


def normal(*shape, deviation=1.0, mean=0.0):
    # In 32 bits, as the test reads them.
    return (mean + deviation * random.standard_normal(shape)).astype(np.float32).astype(np.float64)


def case(name, layer, inputs, fixed=()):
    """inputs: those that derivatives are found by; "input" is the layer's, the others its parameters."""
    output = layer(inputs)
    upstream = normal(*output.shape)
    for key, value in inputs.items():
        tensors[f"{name}.{key}" if key == "input" else f"{name}.parameter.{key}"] = value
    tensors[f"{name}.output"] = output
    tensors[f"{name}.upstream"] = upstream
    for key in inputs:
        if key in fixed:
            continue
        derivative = np.zeros_like(inputs[key])
        for index in np.ndindex(*inputs[key].shape):
            sums = []
            for step in (1e-6, -1e-6):
                moved = {other: value.copy() for other, value in inputs.items()}
                moved[key][index] += step
                sums.append((upstream * layer(moved)).sum())
            derivative[index] = (sums[0] - sums[1]) / 2e-6
        tensors[f"{name}.derivative.{key}"] = derivative


def source(position, size, padding):
    """Where the pixel at a position perhaps outside is taken from; None for a zero."""
    if padding == "zero":
        return position if 0 <= position < size else None
    if padding == "replicate":
        return min(max(position, 0), size - 1)
    if position < 0:
        return -position
    return 2 * (size - 1) - position if position >= size else position


def convolution(x, weight, bias, stride, groups, padding, margin):
    n, _, height, width = x.shape
    outputs, seen, side, _ = weight.shape
    rows = (height + 2 * margin - side) // stride + 1
    columns = (width + 2 * margin - side) // stride + 1
    result = np.zeros((n, outputs, rows, columns))
    for row in range(rows):
        for column in range(columns):
            for u in range(side):
                for v in range(side):
                    y = source(row * stride + u - margin, height, padding)
                    z = source(column * stride + v - margin, width, padding)
                    if y is None or z is None:
                        continue
                    for output in range(outputs):
                        first = output // (outputs // groups) * seen
                        for channel in range(seen):
                            result[:, output, row, column] += weight[output, channel, u, v] * x[:, first + channel, y, z]
    return result if bias is None else result + bias.reshape(1, -1, 1, 1)


def convolution_case(name, shape, outputs, side, stride=1, groups=1, padding="zero", margin=0, bias=True):
    inputs = {"input": normal(*shape), "weight": normal(outputs, shape[1] // groups, side, side)}
    if bias:
        inputs["bias"] = normal(outputs)
    case(
        name,
        lambda t: convolution(t["input"], t["weight"], t.get("bias"), stride, groups, padding, margin),
        inputs,
    )


convolution_case("conv.zero", (2, 3, 4, 5), 4, 3, margin=1)
convolution_case("conv.replicate", (2, 3, 5, 3), 4, 3, padding="replicate", margin=1, bias=False)
convolution_case("conv.replicate-wide", (1, 2, 3, 2), 3, 7, padding="replicate", margin=3)
convolution_case("conv.reflect", (2, 2, 4, 3), 3, 3, padding="reflect", margin=1)
convolution_case("conv.strided", (2, 3, 6, 7), 4, 4, stride=2, padding="reflect", margin=1)
convolution_case("conv.patches", (2, 3, 4, 8), 5, 4, stride=4)
convolution_case("conv.depthwise", (2, 6, 4, 3), 6, 3, groups=6, margin=1, bias=False)
convolution_case("conv.depthwise-reflect", (1, 4, 3, 5), 4, 3, groups=4, padding="reflect", margin=1)
convolution_case("conv.grouped", (2, 8, 3, 4), 8, 3, groups=4, margin=1)
convolution_case("conv.multiplied", (2, 3, 4, 3), 6, 3, groups=3, margin=1)
convolution_case("conv.pointwise", (2, 4, 3, 5), 3, 1)
convolution_case("conv.pixel", (2, 3, 1, 1), 4, 3, margin=1)
convolution_case("conv.pixel-replicate", (1, 3, 1, 1), 2, 3, padding="replicate", margin=1)
convolution_case("conv.gray-to-gray", (2, 1, 5, 4), 1, 3, margin=1)
convolution_case("conv.gray-to-few", (2, 1, 4, 5), 3, 3, padding="replicate", margin=1)
convolution_case("conv.gray-to-many", (1, 1, 4, 3), 16, 3, margin=1)
convolution_case("conv.few-to-few", (2, 3, 4, 5), 3, 3, padding="reflect", margin=1)
convolution_case("conv.many-to-gray", (1, 16, 4, 3), 1, 3, margin=1)


def linear(x, weight, bias):
    result = np.zeros(x.shape[:-1] + (weight.shape[0],))
    for index in np.ndindex(*result.shape):
        result[index] = sum(weight[index[-1], i] * x[index[:-1] + (i,)] for i in range(x.shape[-1]))
    return result if bias is None else result + bias


case(
    "linear.biased",
    lambda t: linear(t["input"], t["weight"], t["bias"]),
    {"input": normal(2, 3, 5), "weight": normal(4, 5), "bias": normal(4)},
)
case(
    "linear.plain",
    lambda t: linear(t["input"], t["weight"], None),
    {"input": normal(3, 5), "weight": normal(2, 5)},
)


def layer_norm(x, weight, bias, epsilon):
    """Over the last dimension."""
    result = np.zeros(x.shape)
    for index in np.ndindex(*x.shape[:-1]):
        features = x[index]
        mean = sum(features) / len(features)
        variance = sum((f - mean) ** 2 for f in features) / len(features)
        for i, feature in enumerate(features):
            result[index + (i,)] = (feature - mean) / math.sqrt(variance + epsilon) * weight[i] + bias[i]
    return result


# So small that the epsilons show.
case(
    "layer-norm.last",
    lambda t: layer_norm(t["input"], t["weight"], t["bias"], 1e-6),
    {"input": normal(2, 3, 5, deviation=2e-3, mean=0.05), "weight": normal(5), "bias": normal(5)},
)
for name, shape in (("channels", (2, 4, 3, 5)), ("pixel", (1, 4, 1, 1))):
    case(
        f"layer-norm.{name}",
        lambda t: layer_norm(t["input"].transpose(0, 2, 3, 1), t["weight"], t["bias"], 1e-5).transpose(0, 3, 1, 2),
        {"input": normal(*shape, deviation=5e-3, mean=-0.05), "weight": normal(4), "bias": normal(4)},
    )


def batch_norm(t, epsilon):
    result = np.zeros(t["input"].shape)
    for c in range(result.shape[1]):
        deviation = math.sqrt(t["running_var"][c] + epsilon)
        result[:, c] = (t["input"][:, c] - t["running_mean"][c]) / deviation * t["weight"][c] + t["bias"][c]
    return result


def batch_statistics(x, c):
    values = [x[n, c, y, z] for n in range(x.shape[0]) for y in range(x.shape[2]) for z in range(x.shape[3])]
    mean = sum(values) / len(values)
    return mean, sum((v - mean) ** 2 for v in values), len(values)


def batch_norm_of_batch(t, epsilon):
    mean = np.zeros(t["weight"].shape)
    variance = np.zeros(t["weight"].shape)
    for c in range(len(mean)):
        mean[c], squares, count = batch_statistics(t["input"], c)
        variance[c] = squares / count
    return batch_norm({**t, "running_mean": mean, "running_var": variance}, epsilon)


def normalisation(channels):
    return {
        "weight": normal(channels),
        "bias": normal(channels),
        "running_mean": normal(channels),
        # The first so small that epsilon shows, the last large.
        "running_var": np.float32(np.geomspace(1e-5, 2, channels)).astype(np.float64),
    }


for name, shape in (("running", (2, 3, 3, 5)), ("running-pixel", (1, 3, 1, 1))):
    case(
        f"batch-norm.{name}",
        lambda t: batch_norm(t, 1e-5),
        {"input": normal(*shape, deviation=0.1), **normalisation(3)},
        fixed=("running_mean", "running_var"),
    )
batch = {"input": normal(2, 3, 3, 5, deviation=4e-3, mean=0.03), **normalisation(3)}
case("batch-norm.batch", lambda t: batch_norm_of_batch(t, 1e-5), batch, fixed=("running_mean", "running_var"))
for c in range(3):
    mean, squares, count = batch_statistics(batch["input"], c)
    for name, value in (("running_mean", mean), ("running_var", squares / (count - 1))):
        after = tensors.setdefault(f"batch-norm.batch.after.{name}", np.zeros(3))
        after[c] = 0.9 * batch[name][c] + 0.1 * value

for name, bias in (("folded", False), ("folded-bias", True)):
    inputs = {"input": normal(2, 2, 3, 4, deviation=0.1), "conv.weight": normal(3, 2, 3, 3)}
    if bias:
        inputs["conv.bias"] = normal(3)
    parameters = normalisation(3)
    inputs.update({"bn." + key: value for key, value in parameters.items()})
    case(
        f"batch-norm.{name}",
        lambda t: batch_norm(
            {
                "input": convolution(t["input"], t["conv.weight"], t.get("conv.bias"), 1, 1, "replicate", 1),
                **{key: t["bn." + key] for key in parameters},
            },
            1e-5,
        ),
        inputs,
        fixed=("bn.running_mean", "bn.running_var"),
    )


def attention(query, key, value, bias):
    """[heads, L, d] of one sample; bias [heads, L, S]."""
    result = np.zeros(query.shape[:2] + value.shape[2:])
    for h in range(query.shape[0]):
        for i in range(query.shape[1]):
            fits = [sum(query[h, i] * key[h, j]) / math.sqrt(query.shape[2]) + bias[h, i, j] for j in range(key.shape[1])]
            shares = [math.exp(fit - max(fits)) for fit in fits]
            for j, share in enumerate(shares):
                result[h, i] += share / sum(shares) * value[h, j]
    return result


def heads(x, count):
    """[L, heads * d] to [heads, L, d]."""
    size = x.shape[1] // count
    return np.stack([x[:, h * size : (h + 1) * size] for h in range(count)])


def among_tokens(t, count):
    return np.stack(
        [
            np.concatenate(
                list(
                    attention(
                        heads(t["input"][n], count),
                        heads(t["key"][n], count),
                        heads(t["value"][n], count),
                        t.get("bias", np.zeros((count, t["input"].shape[1], t["key"].shape[1]))),
                    )
                ),
                axis=1,
            )
            for n in range(len(t["input"]))
        ]
    )


tokens = {"input": normal(2, 4, 6), "key": normal(2, 4, 6), "value": normal(2, 4, 6), "bias": normal(2, 4, 4)}
case("attention.biased", lambda t: among_tokens(t, 2), tokens)
case(
    "attention.crossed",
    lambda t: among_tokens(t, 3),
    {"input": normal(1, 2, 6), "key": normal(1, 3, 6), "value": normal(1, 3, 6)},
)


def among_channels(t):
    n, channels, height, width = t["input"].shape
    count = t["temperature"].shape[0]
    size = channels // count
    result = np.zeros(t["input"].shape)
    for sample in range(n):
        for h in range(count):
            for i in range(size):
                fits = []
                query = t["input"][sample, h * size + i].ravel()
                for j in range(size):
                    key = t["key"][sample, h * size + j].ravel()
                    norms = max(math.sqrt(sum(query**2)), 1e-12) * max(math.sqrt(sum(key**2)), 1e-12)
                    fits.append(sum(query * key) / norms * t["temperature"][h, 0, 0])
                shares = [math.exp(fit) for fit in fits]
                for j in range(size):
                    result[sample, h * size + i] += shares[j] / sum(shares) * t["value"][sample, h * size + j]
    return result


for name, shape in (("channels", (2, 6, 3, 5)), ("channels-of-a-pixel", (1, 6, 1, 1))):
    case(
        f"attention.{name}",
        among_channels,
        {"input": normal(*shape), "key": normal(*shape), "value": normal(*shape), "temperature": normal(2, 1, 1)},
    )


def window_of(y, x, side, columns):
    return y // side * (columns // side) + x // side, y % side * side + x % side


def cut(t):
    grid = t["input"]
    n, rows, columns, features = grid.shape
    result = np.zeros((n * rows * columns // 4, 4, features))
    for index in np.ndindex(n, rows, columns):
        window, token = window_of(index[1], index[2], 2, columns)
        result[index[0] * rows * columns // 4 + window, token] = grid[index]
    return result


def join(t):
    result = np.zeros((2, 4, 6, 3))
    for n, y, x in np.ndindex(2, 4, 6):
        window, token = window_of(y, x, 2, 6)
        result[n, y, x] = t["input"][n * 6 + window, token]
    return result


def relative_positions(t):
    table = t["input"]
    result = np.zeros((table.shape[1], 9, 9))
    for query_row, query_column, key_row, key_column in np.ndindex(3, 3, 3, 3):
        row = (query_row - key_row + 2) * 5 + query_column - key_column + 2
        result[:, query_row * 3 + query_column, key_row * 3 + key_column] = table[row]
    return result


case("windows.cut", cut, {"input": normal(2, 4, 6, 3)})
case("windows.join", join, {"input": normal(12, 4, 3)})
case("windows.positions", relative_positions, {"input": normal(25, 2)})


def bilinear(x, height, width):
    n, channels, rows, columns = x.shape
    result = np.zeros((n, channels, height, width))
    for y, z in np.ndindex(height, width):
        parts = []
        for position, size, before in ((y, height, rows), (z, width, columns)):
            at = max((position + 0.5) * before / size - 0.5, 0)
            low = min(int(at), before - 1)
            parts.append(((low, 1 - (at - low)), (min(low + 1, before - 1), at - low)))
        for row, share in parts[0]:
            for column, other in parts[1]:
                result[:, :, y, z] += share * other * x[:, :, row, column]
    return result


for name, shape, size in (
    ("up", (2, 3, 3, 4), (6, 8)),
    ("odd", (1, 2, 5, 4), (7, 9)),
    ("down", (1, 2, 7, 5), (3, 2)),
    ("pixel", (1, 3, 1, 1), (2, 3)),
):
    case(f"resize.{name}", lambda t: bilinear(t["input"], *size), {"input": normal(*shape)})


def normal_share(x):
    return (1 + math.erf(x / math.sqrt(2))) / 2


activations = {
    "relu": lambda x: max(x, 0),
    "leaky_relu": lambda x: x if x > 0 else 0.01 * x,
    "relu6": lambda x: min(max(x, 0), 6),
    "gelu": lambda x: x * normal_share(x),
    "sigmoid": lambda x: 1 / (1 + math.exp(-x)),
    "tanh": math.tanh,
}
for name, function in activations.items():
    values = np.float32([-20, -3.3, -1, -0.25, -1e-3, 1e-3, 0.5, 2.5, 5.9, 6.1, 20, 0.75]).astype(np.float64)
    case(
        f"activation.{name}",
        lambda t: np.array([function(x) for x in t["input"].ravel()]).reshape(t["input"].shape),
        {"input": values.reshape(1, 2, 2, 3)},
    )


def restormer_block(t):
    """Attention among channels, then a gated feed-forward network."""
    x = t["input"]

    def separable(features, pointwise, depthwise):
        spread = convolution(features, t[pointwise + ".weight"], None, 1, 1, "zero", 0)
        return convolution(spread, t[depthwise + ".weight"], None, 1, spread.shape[1], "zero", 1)

    def normalised(features, name):
        last = layer_norm(features.transpose(0, 2, 3, 1), t[name + ".body.weight"], t[name + ".body.bias"], 1e-5)
        return last.transpose(0, 3, 1, 2)

    query, key, value = np.split(separable(normalised(x, "norm1"), "attn.qkv", "attn.qkv_dwconv"), 3, axis=1)
    mixed = among_channels({"input": query, "key": key, "value": value, "temperature": t["attn.temperature"]})
    x = x + convolution(mixed, t["attn.project_out.weight"], None, 1, 1, "zero", 0)
    gate, value = np.split(separable(normalised(x, "norm2"), "ffn.project_in", "ffn.dwconv"), 2, axis=1)
    gated = np.vectorize(activations["gelu"])(gate) * value
    return x + convolution(gated, t["ffn.project_out.weight"], None, 1, 1, "zero", 0)


# After all others, so that their numbers stay as they are. Two heads of two channels, expansion 2.
case(
    "restormer-block",
    restormer_block,
    {
        "input": normal(2, 4, 3, 4),
        "norm1.body.weight": normal(4),
        "norm1.body.bias": normal(4),
        "attn.temperature": normal(2, 1, 1),
        "attn.qkv.weight": normal(12, 4, 1, 1, deviation=0.5),
        "attn.qkv_dwconv.weight": normal(12, 1, 3, 3, deviation=0.3),
        "attn.project_out.weight": normal(4, 4, 1, 1, deviation=0.5),
        "norm2.body.weight": normal(4),
        "norm2.body.bias": normal(4),
        "ffn.project_in.weight": normal(16, 4, 1, 1, deviation=0.5),
        "ffn.dwconv.weight": normal(16, 1, 3, 3, deviation=0.3),
        "ffn.project_out.weight": normal(4, 8, 1, 1, deviation=0.5),
    },
)

header, data = {}, b""
for name, value in tensors.items():
    stored = np.ascontiguousarray(value, dtype="<f4").tobytes()
    header[name] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [len(data), len(data) + len(stored)]}
    data += stored
text = json.dumps(header, separators=(",", ":")).encode()
text += b" " * (-len(text) % 8)
with open("layers.safetensors", "wb") as file:
    file.write(struct.pack("<Q", len(text)) + text + data)
print(f"{len(tensors)} tensors, {8 + len(text) + len(data)} bytes")
