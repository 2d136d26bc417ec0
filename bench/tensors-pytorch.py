"""The language model of tensors-model.ts in PyTorch.

Prints JSON with the loss of each step and the milliseconds of the fastest step.

Usage: python3 tensors-pytorch.py SIZES.json PARAMETERS.bin TOKENS.bin STEPS THREADS
"""

import json
import math
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

sizes = json.load(open(sys.argv[1]))
steps, threads = int(sys.argv[4]), int(sys.argv[5])
torch.set_num_threads(threads)
B, T, d, L, H, V = (sizes[k] for k in ("batch", "time", "width", "layers", "heads", "vocabulary"))
flat = torch.frombuffer(bytearray(open(sys.argv[2], "rb").read()), dtype=torch.float32)
tokens, targets = torch.frombuffer(bytearray(open(sys.argv[3], "rb").read()), dtype=torch.int32).long().view(2, B * T)

at = 0


def take(*shape):
    global at
    size = math.prod(shape)
    part = nn.Parameter(flat[at : at + size].view(*shape).clone())
    at += size
    return part


embed = take(V, d)
shapes = [(d,), (d,), (d, d), (d, d), (d, d), (d, d), (d,), (d,), (d, 4 * d), (4 * d,), (4 * d, d), (d,)]
blocks = [[take(*shape) for shape in shapes] for _ in range(L)]
gain, bias, unembed = take(d), take(d), take(d, V)
assert at == flat.numel()
parameters = [embed, *(p for block in blocks for p in block), gain, bias, unembed]
hidden = torch.full((T, T), float("-inf")).triu(1)


def loss():
    x = embed[tokens]
    for g1, b1, wq, wk, wv, wo, g2, b2, up, up_bias, down, down_bias in blocks:
        n = F.layer_norm(x, (d,), g1, b1)
        q, k, v = ((n @ w).view(B, T, H, d // H).transpose(1, 2) for w in (wq, wk, wv))
        weights = torch.softmax(q @ k.transpose(2, 3) * math.sqrt(H / d) + hidden, -1)
        x = x + (weights @ v).transpose(1, 2).reshape(B * T, d) @ wo
        x = x + F.gelu(torch.addmm(up_bias, F.layer_norm(x, (d,), g2, b2), up)) @ down + down_bias
    return F.cross_entropy(F.layer_norm(x, (d,), gain, bias) @ unembed, targets)


optimiser = torch.optim.AdamW(parameters, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01)
losses, best = [], math.inf
for _ in range(steps):
    start = time.perf_counter()
    optimiser.zero_grad()
    value = loss()
    value.backward()
    torch.nn.utils.clip_grad_norm_(parameters, 1.0)
    optimiser.step()
    losses.append(value.item())
    best = min(best, time.perf_counter() - start)
print(json.dumps({"version": torch.__version__, "milliseconds": best * 1000, "losses": losses}))
