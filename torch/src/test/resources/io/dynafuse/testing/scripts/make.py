import sys, warnings, zipfile
import torch
warnings.filterwarnings('ignore')
from typing import List, Tuple, Dict, Optional
import torch.nn as nn, torch.nn.functional as F
out = sys.argv[1]

def numbers(module):
    """Parameters that anyone can work out: sin(k) / 4 for the k-th number of each tensor."""
    for p in module.parameters():
        p.data = (torch.sin(torch.arange(p.numel(), dtype=torch.float64)) / 4).float().reshape(p.shape)
        p.requires_grad = False
    return module.eval()

class TinyFusion(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.ReLU())
        self.decoder = nn.Conv2d(8, 3, 3, padding=1)
    @torch.jit.export
    def encode(self, image: torch.Tensor) -> torch.Tensor:
        return self.encoder(image)
    @torch.jit.export
    def decode(self, features: torch.Tensor) -> torch.Tensor:
        return self.decoder(features)
    def forward(self, first: torch.Tensor, second: torch.Tensor) -> torch.Tensor:
        return self.decode((self.encode(first) + self.encode(second)) / 2)

class Average(nn.Module):
    """Without parameters, and forward only."""
    def forward(self, first: torch.Tensor, second: torch.Tensor) -> torch.Tensor:
        return (first + second) / 2

class TwoStreams(nn.Module):
    """Two streams of features, base and detail, as a tuple in and out."""
    def __init__(self):
        super().__init__()
        self.base = nn.Conv2d(1, 4, 3, padding=1)
        self.detail = nn.Conv2d(1, 2, 3, padding=1)
        self.decoder = nn.Conv2d(6, 1, 1)
    @torch.jit.export
    def encode(self, image: torch.Tensor) -> Tuple[torch.Tensor, torch.Tensor]:
        return self.base(image), torch.relu(self.detail(image))
    @torch.jit.export
    def decode(self, base: torch.Tensor, detail: torch.Tensor) -> torch.Tensor:
        return torch.sigmoid(self.decoder(torch.cat([base, detail], 1)))
    def forward(self, first: torch.Tensor, second: torch.Tensor) -> List[torch.Tensor]:
        return [first, second]

class TwentyChannels(nn.Module):
    """A convolution of 20 channels, which the engine gets wrong in one of its layouts."""
    def __init__(self):
        super().__init__()
        self.convolution = nn.Conv2d(20, 4, 3, padding=1)
    def forward(self, image: torch.Tensor) -> torch.Tensor:
        return self.convolution(torch.cat([image * (k + 1) for k in range(20)], 1))

class Convolutions(nn.Module):
    """Of all kinds, with the kernels as inputs; into as many groups as they tell."""
    def forward(self, image: torch.Tensor, kernels: torch.Tensor) -> torch.Tensor:
        return F.conv2d(image, kernels, None, 1, 1, 1, image.size(1) // kernels.size(1))
    @torch.jit.export
    def strided(self, image: torch.Tensor, kernels: torch.Tensor) -> torch.Tensor:
        return F.conv2d(image, kernels, None, [2, 1], [1, 2], [1, 2])
    @torch.jit.export
    def same(self, image: torch.Tensor, kernels: torch.Tensor) -> torch.Tensor:
        return F.conv2d(image, kernels, None, [1, 1], "same")
    @torch.jit.export
    def in_lines(self, image: torch.Tensor, kernels: torch.Tensor) -> torch.Tensor:
        return F.conv1d(image, kernels, None, 1, 1)
    @torch.jit.export
    def transposed(self, image: torch.Tensor, kernels: torch.Tensor) -> torch.Tensor:
        return F.conv_transpose2d(image, kernels, None, 2, 1)

class Endless(nn.Module):
    def forward(self, first: torch.Tensor, second: torch.Tensor) -> torch.Tensor:
        count = 0
        while first.size(0) > 0:
            count += 1
        return first + count

class Greedy(nn.Module):
    """Wants 100 TB, which no machine has."""
    def forward(self, first: torch.Tensor, second: torch.Tensor) -> torch.Tensor:
        return torch.ones([25000, 1000, 1000, 1000]).sum() + first

class Hoarder(nn.Module):
    """Takes 100 GB in pieces of 40 MB."""
    def forward(self, first: torch.Tensor, second: torch.Tensor) -> torch.Tensor:
        kept = [first]
        for k in range(2500):
            kept.append(torch.ones([10, 1000, 1000]))
        return first + len(kept)

class Thief(nn.Module):
    """Reads a file."""
    def forward(self, first: torch.Tensor, second: torch.Tensor) -> torch.Tensor:
        return first + torch.from_file('/etc/passwd', False, 16, dtype=torch.uint8).sum()

class Fails(nn.Module):
    def forward(self, first: torch.Tensor, second: torch.Tensor) -> torch.Tensor:
        raise RuntimeError('this network has no mercy')

class Words(nn.Module):
    def forward(self, first: torch.Tensor, second: torch.Tensor) -> Dict[str, torch.Tensor]:
        return {'fused': first}

def without_positions(path):
    """Leaves out what only says where in the Python text a line came from, which is as long as the rest."""
    with zipfile.ZipFile(path) as old:
        entries = [(n, old.read(n)) for n in old.namelist() if not n.endswith(".debug_pkl")]
    with zipfile.ZipFile(path, "w") as new:
        for entry in entries:
            new.writestr(zipfile.ZipInfo(entry[0], (1980, 1, 1, 0, 0, 0)), entry[1])

for name, module in [('tiny-fusion', TinyFusion()), ('average', Average()), ('two-streams', TwoStreams()),
        ('twenty-channels', TwentyChannels()), ('convolutions', Convolutions()), ('endless', Endless()), ('greedy', Greedy()), ('hoarder', Hoarder()),
        ('thief', Thief()), ('fails', Fails()), ('dictionary', Words())]:
    torch.jit.save(torch.jit.script(numbers(module)), f'{out}/{name}.pt')
traced = torch.jit.trace(numbers(nn.Sequential(nn.Conv2d(1, 2, 3), nn.Sigmoid())), torch.zeros(1, 1, 8, 8))
torch.jit.save(traced, f'{out}/traced.pt')
for name in 'tiny-fusion', 'traced':
    without_positions(f'{out}/{name}.pt')

def image(channels, height, width, shift):
    n = channels * height * width
    return torch.sin(torch.arange(n, dtype=torch.float64) * 0.7 + shift).float().reshape(1, channels, height, width)

torch.set_printoptions(precision=9, linewidth=200)
for name, call in [
    ('encode', lambda m: m.encode(image(3, 4, 5, 0))), ('decode', lambda m: m.decode(image(8, 2, 3, 1))), ('forward', lambda m: m(image(3, 2, 2, 0), image(3, 2, 2, 1)))]:
    r = call(torch.jit.load(f'{out}/tiny-fusion.pt')).detach()
    print(name, list(r.shape), r.flatten()[:12].tolist(), 'sum', r.double().sum().item())
m = torch.jit.load(f'{out}/two-streams.pt')
b, d = m.encode(image(1, 3, 3, 0)); print('streams', b.shape, d.shape, b.flatten().tolist(), d.flatten().tolist())
print('decode', m.decode(b, d).flatten().tolist())
m = torch.jit.load(f'{out}/twenty-channels.pt')
print('twenty', m(image(1, 3, 3, 0)).double().flatten().tolist())
x = image(3,4,4,0).requires_grad_()
m = torch.jit.load(f'{out}/tiny-fusion.pt')
m(x, image(3,4,4,1)).sum().backward()
print('grad', x.grad.flatten()[:8].tolist(), x.grad.double().abs().sum().item())
