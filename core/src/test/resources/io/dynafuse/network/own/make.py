"""Makes ifcnn.pt: IFCNN (Zhang et al. 2020, features fused by sum) as a TorchScript without its numbers, whose entries data/N the test adds.

Run with Python 3 and PyTorch: python3 make.py FOLDER. Prints which parameter each entry is.
"""
import io
import sys
import zipfile

import torch
import torch.nn as nn
import torch.nn.functional as F


def around(image: torch.Tensor, width: int) -> torch.Tensor:
    return F.pad(image, [width, width, width, width], mode="replicate")


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(64, 64, 3, bias=False)
        self.bn = nn.BatchNorm2d(64)

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        return torch.relu(self.bn(self.conv(around(features, 1))))


class Ifcnn(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 7, bias=False)
        self.conv2 = Block()
        self.conv3 = Block()
        self.conv4 = nn.Conv2d(64, 3, 1)

    @torch.jit.export
    def encode(self, image: torch.Tensor) -> torch.Tensor:
        return self.conv2(self.conv1(around(image, 3)))

    @torch.jit.export
    def decode(self, features: torch.Tensor) -> torch.Tensor:
        return self.conv4(self.conv3(features))

    def forward(self, first: torch.Tensor, second: torch.Tensor) -> torch.Tensor:
        return self.decode(self.encode(first) + self.encode(second))


network = Ifcnn().eval()
names = list(network.state_dict())
for number, name in enumerate(names):
    network.state_dict()[name].fill_(number)
for parameter in network.parameters():
    parameter.requires_grad = False
whole = io.BytesIO()
torch.jit.save(torch.jit.script(network), whole)
with zipfile.ZipFile(whole) as archive, zipfile.ZipFile(sys.argv[1] + "/ifcnn.pt", "w") as kept:
    for entry in archive.namelist():
        content = archive.read(entry)
        if "/data/" in entry:
            kind = torch.int64 if len(content) == 8 else torch.float32
            print(entry, len(content), names[int(torch.frombuffer(bytearray(content), dtype=kind)[0])])
        elif "debug_pkl" not in entry:
            kept.writestr(entry, content)
