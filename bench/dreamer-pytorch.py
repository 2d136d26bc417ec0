"""One update of DreamerV3 in PyTorch, as in packages/dreamer: one action group, observations of numbers.

Prints JSON with the loss of the first update and the milliseconds of the fastest.

Usage: python3 dreamer-pytorch.py ABOUT.json NUMBERS.bin
"""

import json
import math
import sys
import time

import torch
from torch.nn import functional as F

about = json.load(open(sys.argv[1]))
size, config = about["size"], about["config"]
torch.set_num_threads(about["threads"])
numbers = torch.frombuffer(bytearray(open(sys.argv[2], "rb").read()), dtype=torch.float32)
D, S, C, K, G = (size[k] for k in ("deter", "stoch", "classes", "hidden", "blocks"))
each, bins = D // G, size["bins"]
at = 0


def take(shape):
    global at
    part = numbers[at : at + math.prod(shape)].view(*shape)
    at += math.prod(shape)
    return part.clone()


p = {name: take(shape).requires_grad_() for name, shape in about["parameters"]}
batch = {name: take(shape) for name, shape in about["batch"]}
assert at == numbers.numel()
slow = {name: x.detach().clone() for name, x in p.items() if name.startswith("value/")}
B, T = batch["rewards"].shape
H = config["imaginationSteps"]
half = (bins - 1) // 2
upper = torch.expm1(20 * torch.arange(1, half + 1) / half)
centres = torch.cat([-upper.flip(0), torch.zeros(1), upper])


def activate(x, gain):
    return F.silu(x * torch.rsqrt(x.square().mean(-1, keepdim=True) + 1e-4) * gain)


def linear(w, name, x):
    return torch.addmm(w[name + "/bias"], x, w[name + "/kernel"])


def mlp(w, name, x, layers):
    for i in range(layers):
        x = activate(linear(w, f"{name}/{i}", x), w[f"{name}/{i}/gain"])
    return x


def head(w, name, x, layers):
    return linear(w, name + "/out", mlp(w, name, x, layers))


def layer(name, x):
    return activate(linear(p, name, x), p[name + "/gain"])


def block(x, kernel):
    return torch.bmm(x.view(-1, G, kernel.shape[1]).transpose(0, 1), kernel).transpose(0, 1).reshape(x.shape[0], -1)


def weights():
    kernel = p["dyn/hidden/kernel"]
    return kernel[:, :each], kernel[:, each:].transpose(0, 1).reshape(3 * K, D)


def core(w, h, z, action):
    own, shared = w
    embedded = torch.cat([layer("dyn/deter", h), layer("dyn/stoch", z), action], 1)
    x = activate(block(h, own) + embedded @ shared + p["dyn/hidden/bias"], p["dyn/hidden/gain"])
    gates = (block(x, p["dyn/gates/kernel"]) + p["dyn/gates/bias"]).view(-1, G, 3, each)
    reset, candidate, update = (gates[:, :, i].reshape(-1, D) for i in range(3))
    rate = torch.sigmoid(update - 1)
    return h + rate * (torch.tanh(torch.sigmoid(reset) * candidate) - h)


def mixed(logits):
    return (1 - config["unimix"]) * torch.softmax(logits, -1) + config["unimix"] / logits.shape[-1]


def draw(probabilities, uniform):
    before = probabilities.cumsum(-1) - probabilities
    index = (uniform.unsqueeze(-1) >= before).sum(-1) - 1
    return F.one_hot(index, probabilities.shape[-1]).float()


def latents(logits):
    return mixed(logits.view(-1, S, C))


def decode(logits):
    q = torch.softmax(logits, -1)
    return ((q[:, half + 1 :] - q[:, :half].flip(1)) * upper).sum(-1)


def encode(x):
    above = torch.searchsorted(centres, x.contiguous(), right=True).clamp(1, bins - 1)
    low, high = centres[above - 1], centres[above]
    part = ((x - low) / (high - low)).clamp(0, 1).unsqueeze(1)
    return F.one_hot(above - 1, bins) * (1 - part) + F.one_hot(above, bins) * part


def symlog(x):
    return torch.sign(x) * torch.log1p(torch.abs(x))


def cross_entropy(codes, logits):
    return -(codes * torch.log_softmax(logits, -1)).sum(-1)


def returns_of(rewards, discounts, values, last):
    later, found = values[:, -1], []
    for t in range(values.shape[1] - 1, 0, -1):
        trace = config["lambda"] * (1 - last[:, t])
        later = rewards[:, t] + discounts[:, t] * ((1 - trace) * values[:, t] + trace * later)
        found.append(later)
    return torch.stack(found[::-1], 1)


def rows(x):
    return x.transpose(0, 1).reshape(B * T, *x.shape[2:])


def imagine(w, h, z, noise, for_actions):
    states, actions = [torch.cat([h, z], 1)], []
    for t in range(H):
        policy = mixed(head(p, "policy", states[-1], size["policyLayers"]))
        action = draw(policy, for_actions[t, :, 0])
        h = core(w, h, z, layer("dyn/action", action))
        prior = linear(p, "prior/logits", mlp(p, "prior", h, size["priorLayers"]))
        z = draw(latents(prior), noise[t]).view(-1, S * C)
        states.append(torch.cat([h, z], 1))
        actions.append(action)
    return torch.stack(states), torch.stack(actions)


def loss_of():
    w = weights()
    seen = symlog(rows(batch["observations"]))
    tokens = mlp(p, "encoder", seen, size["encoderLayers"]).view(T, B, -1)
    keep = (1 - batch["first"]).t().unsqueeze(-1)
    action = layer("dyn/action", rows(batch["actions"]) * keep.reshape(-1, 1)).view(T, B, -1)
    h, z = batch["deter"], F.one_hot(batch["stoch"].long(), C).float().view(B, S * C)
    hs, zs, logits = [], [], []
    for t in range(T):
        h = core(w, h * keep[t], z * keep[t], action[t])
        logit = linear(p, "post/logits", layer("post/0", torch.cat([h, tokens[t]], 1)))
        q = latents(logit)
        z = (draw(q.detach(), batch["posteriorNoise"][:, t]) + q - q.detach()).view(B, S * C)
        hs.append(h), zs.append(z), logits.append(logit)
    deter, stoch, post = torch.cat(hs), torch.cat(zs), latents(torch.cat(logits))
    features = torch.cat([deter, stoch], 1)
    prior = latents(linear(p, "prior/logits", mlp(p, "prior", deter, size["priorLayers"])))
    kl = lambda a, b: (a * (a.log() - b.log())).sum((1, 2)).clamp(min=config["freeNats"]).mean()
    decoded = head(p, "decoder", features, size["decoderLayers"])
    rewards = head(p, "reward", features, size["rewardLayers"])
    goes_on = head(p, "continue", features, size["continueLayers"])[:, 0]
    live = (1 - batch["terminal"]) * (1 - 1 / config["horizon"])
    total = config["dynWeight"] * kl(post.detach(), prior) + config["repWeight"] * kl(post, prior.detach())
    total = total + config["reconstructionWeight"] * (decoded - seen).square().sum(1).mean()
    total = total + config["rewardWeight"] * cross_entropy(encode(rows(batch["rewards"])), rewards).mean()
    total = total + config["continueWeight"] * (F.softplus(goes_on) - rows(live) * goes_on).mean()

    with torch.no_grad():
        states, actions = imagine(w, deter, stoch, batch["latentNoise"], batch["actionNoise"])
        flat = states.view((H + 1) * B * T, -1)
        by_step = lambda x: x.view(H + 1, B * T).t()
        dreamt = by_step(decode(head(p, "reward", flat, size["rewardLayers"])))
        going = by_step(head(p, "continue", flat, size["continueLayers"])[:, 0])
        discounts, alive = torch.sigmoid(going), torch.exp(F.logsigmoid(going).cumsum(1))
    acted = flat[: H * B * T]
    value_logits = head(p, "value", flat, size["valueLayers"])
    with torch.no_grad():
        values = by_step(decode(value_logits))
        found = returns_of(dreamt, discounts, values, torch.zeros_like(values))
        low, high = (torch.quantile(found, config[k] / 100) * config["returnRate"] for k in ("returnLow", "returnHigh"))
        scale = (high - low).clamp(min=config["returnLeastScale"])
        advantages = ((found - values[:, :-1]) / scale).t().reshape(-1)
        weight, target = alive[:, :-1].t().reshape(-1), found.t().reshape(-1)
    policy = mixed(head(p, "policy", acted, size["policyLayers"]))
    log = policy.log()
    chosen = (log * actions.view(H * B * T, -1)).sum(1)
    entropy = -(policy * log).sum(1)
    total = total - config["policyWeight"] * (weight * (chosen * advantages + config["entropyWeight"] * entropy)).mean()

    def codes(of, seen):
        with torch.no_grad():
            return encode(of) + config["slowValueWeight"] * encode(decode(head(slow, "value", seen, size["valueLayers"])))

    critic = cross_entropy(codes(target, acted), value_logits[: H * B * T])
    total = total + config["valueWeight"] * (weight * critic).mean()
    boot = found[:, 0].view(T, B).t()
    replayed = returns_of(batch["rewards"], live, boot, batch["last"]).t().reshape(-1)
    before = features[: (T - 1) * B]
    critic = cross_entropy(codes(replayed, before.detach()), head(p, "value", before, size["valueLayers"]))
    return total + config["replayValueWeight"] * ((1 - batch["last"])[:, :-1].t().reshape(-1) * critic).mean()


parameters = list(p.values())
first = [torch.zeros_like(x) for x in parameters]
second = [torch.zeros_like(x) for x in parameters]
best, loss, start = math.inf, None, time.perf_counter()
step = 0
while step < 3 or time.perf_counter() - start < 10:
    begin = time.perf_counter()
    value = loss_of()
    gradients = list(torch.autograd.grad(value, parameters))
    step += 1
    with torch.no_grad():
        # Adaptive gradient clipping, LaProp, and the slow critic.
        limits = [n.clamp(min=config["clipLeastNorm"]) * config["clipFraction"] for n in torch._foreach_norm(parameters)]
        torch._foreach_div_(gradients, [(n / m).clamp(min=1) for n, m in zip(torch._foreach_norm(gradients), limits)])
        torch._foreach_mul_(second, config["beta2"])
        torch._foreach_addcmul_(second, gradients, gradients, 1 - config["beta2"])
        roots = torch._foreach_sqrt(torch._foreach_div(second, 1 - config["beta2"] ** step))
        torch._foreach_add_(roots, config["epsilon"])
        torch._foreach_mul_(first, config["beta1"])
        torch._foreach_add_(first, torch._foreach_div(gradients, roots), alpha=1 - config["beta1"])
        rate = config["learningRate"] * min(1, step / config["warmupSteps"]) / (1 - config["beta1"] ** step)
        torch._foreach_add_(parameters, first, alpha=-rate)
        for name, x in slow.items():
            x.lerp_(p[name], config["slowValueRate"])
    best = min(best, time.perf_counter() - begin)
    loss = value.item() if loss is None else loss
print(json.dumps({"version": torch.__version__, "milliseconds": best * 1000, "loss": loss}))
