# Convolutions in the layouts in which the engine's results and derivatives are right on every processor (see Tensor.convolve). They stand in for the
# engine's own in scripts of others. What is planar stays so, as scripts may look at it in another shape; what has its channels last, too, as that is faster.

def of_images(input: Tensor, weight: Tensor, bias: Optional[Tensor], stride: List[int], padding: List[int], dilation: List[int], groups: int) -> Tensor:
  if input.is_cuda or input.dtype != 6 or weight.dtype != 6 or input.dim() != 4 or weight.dim() != 4:
    return torch.conv2d(input, weight, bias, stride, padding, dilation, groups)
  if groups != 1:
    if weight.size(1) != 1 or weight.size(0) == groups:
      return torch.conv2d(input, weight, bias, stride, padding, dilation, groups)
    planes = torch.reshape(torch.reshape(torch.contiguous(input), [-1]), torch.size(input))
    kernels = torch.reshape(torch.reshape(weight, [-1]), torch.size(weight))
    return torch.conv2d(planes, kernels, bias, stride, padding, dilation, groups)
  if weight.size(2) * weight.size(3) == 1 and weight.size(0) * weight.size(1) >= 131072:
    padded = torch.constant_pad_nd(input, [padding[1], padding[1], padding[0], padding[0]], 0)
    rows = torch.slice(padded, 2, 0, 9223372036854775807, stride[0])
    pixels = torch.permute(torch.slice(rows, 3, 0, 9223372036854775807, stride[1]), [0, 2, 3, 1])
    product = torch.linear(pixels, torch.reshape(weight, [weight.size(0), weight.size(1)]), bias)
    result = torch.permute(product, [0, 3, 1, 2])
    if torch.stride(input, 1) != 1:
      return torch.contiguous(result)
    return result
  image = input
  filters = weight
  if weight.size(1) == 1 and input.requires_grad:
    image = torch.contiguous(torch.cat([input, torch.mul(input, 0)], 1), memory_format=2)
    filters = torch.cat([weight, torch.mul(weight, 0)], 1)
  result = torch.conv2d(image, torch.contiguous(filters, memory_format=2), bias, stride, padding, dilation)
  if torch.stride(input, -3) != 1:
    return torch.contiguous(result)
  return result

def conv2d(input: Tensor, weight: Tensor, bias: Optional[Tensor]=None, stride: List[int]=[1, 1], padding: List[int]=[0, 0], dilation: List[int]=[1, 1], groups: int=1) -> Tensor:
  if input.dim() == 3:
    image = __torch__.dynafuse_convolutions.of_images(torch.unsqueeze(input, 0), weight, bias, stride, padding, dilation, groups)
    return torch.squeeze(image, 0)
  return __torch__.dynafuse_convolutions.of_images(input, weight, bias, stride, padding, dilation, groups)

def conv2d_named(input: Tensor, weight: Tensor, bias: Optional[Tensor]=None, stride: List[int]=[1, 1], padding: str="valid", dilation: List[int]=[1, 1], groups: int=1) -> Tensor:
  if padding == "valid":
    return __torch__.dynafuse_convolutions.conv2d(input, weight, bias, stride, [0, 0], dilation, groups)
  down = dilation[0] * (weight.size(2) - 1)
  across = dilation[1] * (weight.size(3) - 1)
  padded = torch.constant_pad_nd(input, [across // 2, across - across // 2, down // 2, down - down // 2], 0)
  return __torch__.dynafuse_convolutions.conv2d(padded, weight, bias, stride, [0, 0], dilation, groups)

def conv1d(input: Tensor, weight: Tensor, bias: Optional[Tensor]=None, stride: List[int]=[1], padding: List[int]=[0], dilation: List[int]=[1], groups: int=1) -> Tensor:
  result = __torch__.dynafuse_convolutions.conv2d(torch.unsqueeze(input, -2), torch.unsqueeze(weight, -2), bias, [1, stride[0]], [0, padding[0]], [1, dilation[0]], groups)
  return torch.squeeze(result, -2)

def transposed_of_one_group(input: Tensor, weight: Tensor, bias: Optional[Tensor], stride: List[int], padding: List[int], output_padding: List[int], dilation: List[int]) -> Tensor:
  if input.is_cuda or input.dtype != 6 or weight.dtype != 6 or weight.dim() != 4:
    return torch.conv_transpose2d(input, weight, bias, stride, padding, output_padding, 1, dilation)
  if weight.size(1) == 1:
    both = torch.contiguous(torch.cat([weight, torch.mul(weight, 0)], 1), memory_format=2)
    image = torch.narrow(torch.conv_transpose2d(input, both, None, stride, padding, output_padding, 1, dilation), -3, 0, 1)
    if bias is not None:
      image = torch.add(image, bias)
    return torch.contiguous(image)
  result = torch.conv_transpose2d(input, torch.contiguous(weight, memory_format=2), bias, stride, padding, output_padding, 1, dilation)
  if torch.stride(input, -3) != 1:
    return torch.contiguous(result)
  return result

def conv_transpose2d(input: Tensor, weight: Tensor, bias: Optional[Tensor]=None, stride: List[int]=[1, 1], padding: List[int]=[0, 0], output_padding: List[int]=[0, 0], groups: int=1, dilation: List[int]=[1, 1]) -> Tensor:
  if groups == 1:
    return __torch__.dynafuse_convolutions.transposed_of_one_group(input, weight, bias, stride, padding, output_padding, dilation)
  inputs = torch.chunk(input, groups, -3)
  weights = torch.chunk(weight, groups, 0)
  parts = annotate(List[Tensor], [])
  for k in range(groups):
    part = __torch__.dynafuse_convolutions.transposed_of_one_group(torch.contiguous(inputs[k]), weights[k], None, stride, padding, output_padding, dilation)
    _0 = torch.append(parts, part)
  joined = torch.cat(parts, -3)
  if bias is not None:
    joined = torch.add(joined, torch.reshape(bias, [-1, 1, 1]))
  return joined

def _convolution(input: Tensor, weight: Tensor, bias: Optional[Tensor], stride: List[int], padding: List[int], dilation: List[int], transposed: bool, output_padding: List[int], groups: int, benchmark: bool=False, deterministic: bool=False, cudnn_enabled: bool=True, allow_tf32: bool=True) -> Tensor:
  if len(stride) == 2:
    if transposed:
      return __torch__.dynafuse_convolutions.conv_transpose2d(input, weight, bias, stride, padding, output_padding, groups, dilation)
    return __torch__.dynafuse_convolutions.conv2d(input, weight, bias, stride, padding, dilation, groups)
  if len(stride) == 1 and not transposed:
    return __torch__.dynafuse_convolutions.conv1d(input, weight, bias, stride, padding, dilation, groups)
  return torch.convolution(input, weight, bias, stride, padding, dilation, transposed, output_padding, groups)
