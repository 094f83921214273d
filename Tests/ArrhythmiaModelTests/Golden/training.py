"""Writes the golden files of training and of relevance from the PyTorch twin:

    python3 training.py FOLDER TWIN_FOLDER [AGCACL_FIXTURE]

TWIN_FOLDER holds the twin: model.py, golden.py and golden/{model,windows}.safetensors. With AGCACL_FIXTURE (agcacl.safetensors)
the loss below is first checked against that file. Needs torch and safetensors. Everything is computed in Float64 from the
Float32 values of the golden files, and stored as F32 (counts and classes as I32; a scalar has the shape [1]).

training.safetensors: the first 10 of 20 steps of training, from the golden model without dropout, each on the same batch, the
six golden windows. Step t: loss = mean cross-entropy of (logits + ln prior) + lambda_t * L_AGC; backward; clip of the global norm
to 2; AdamW, decay on weight matrices and kernels only; then the prototype means follow the embeddings of this step.
    prior, weights [8], counts [8] I32      the constants: prior = counts / sum, weights = effective numbers
    loss, cross_entropy, agc, gradient_norm, rate, lambda, kappa [10]
                                            per step; agc is L_AGC without lambda, gradient_norm is before clipping
    final.prototype_means [8, 64]           after the 10 steps
    final.logits [6, 8]                     in eval mode with the trained weights and running statistics
    probe.loss [1], probe.logits [6, 8], probe.embedding [6, 64]
    probe.gradient.<parameter>              one forward and backward in train mode at the initial weights with lambda .1 and
    probe.running.<buffer>                  kappa .5 (lambda_0 is 0), unclipped, and the BatchNorm statistics it leaves
relevance.safetensors: the golden model in eval mode; for each window the gradient of its largest logit, times the input.
    class [6] I32                           the argmax of the logits
    ecg [2, 12, 1024], iegm [2, 14, 1024]   gradient * input of windows 0 and 3
    tokens [6, 128]                         sum over the features of gradient * value of the fused tokens (the output of Fusion)
second/: the twin's golden.py with another seed: model.safetensors, windows.safetensors, outputs.safetensors.
"""
import math, os, subprocess, sys
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file

COUNTS = [400, 200, 100, 60, 40, 20, 10, 8]
STEPS, TOTAL, WARMUP, BASE, MINIMUM = 10, 20, 1, 2e-3, 4e-5
CLIP, BETAS, EPSILON, DECAY = 2.0, (0.9, 0.99), 1e-8, 0.02
LAMBDA, KAPPA = 0.1, 0.5
AGC = {"tau": 0.2, "tau_h": 0.25, "eta": 0.5, "lambda_p": 1.0, "margin": 0.05, "rho": 1.0}
SECOND_SEED = 20261123


def stored(x):
    """x as the file keeps it: rounded to Float32, in Float64 again."""
    return x.float().double()


# The loss: adaptive global class-aware contrastive learning

def effective_weights(counts, beta=0.99, limit=4.0):
    w = (1 - beta) / (1 - beta ** counts.double())
    w = (w / w.mean()).clamp(1 / limit, limit)
    return w / w.mean()


def hard_class_factors(S, kappa, tau_h):
    """alpha [C, C]: 1 on the diagonal, (1 - kappa) + kappa h elsewhere, h the softmax of S / tau_h over the other classes * (C - 1)."""
    same = torch.eye(len(S), dtype=torch.bool)
    h = (len(S) - 1) * (S / tau_h).masked_fill(same, -math.inf).softmax(1)
    return ((1 - kappa) + kappa * h).masked_fill(same, 1.0)


def agcacl(z, y, prototypes, S, weights, prior, kappa, tau, tau_h, eta, lambda_p, margin, rho):
    """L_AGC of unit embeddings z [N, D] with the classes y [N], for unit prototypes [C, D] and the global matrix S [C, C]."""
    N, C = len(y), len(prototypes)
    alpha = hard_class_factors(S, kappa, tau_h)[y]                           # [N, C]: alpha of the class of i and class c
    target = F.one_hot(y, C).to(z.dtype)                                     # [N, C]
    s, a = z @ prototypes.T / tau, z @ z.T / tau
    omega = weights[y] / weights[y].sum()
    others = 1 - torch.eye(N, dtype=z.dtype)                                 # [N, N]: j != i

    t = s + alpha.log() - target * margin / tau + rho * prior.log()
    alignment = F.cross_entropy(t, y, reduction="none")

    n = others @ target + 1                                                  # [N, C]: the other windows of class c, and its prototype
    D = (others * alpha[:, y] / n[:, y] * a.exp()).sum(1) + (alpha / n * s.exp()).sum(1)
    positives = (others * target[:, y] * a).sum(1) + (target * s).sum(1)
    contrast = D.log() - positives / (target * n).sum(1)
    return (omega * (lambda_p * alignment + eta * contrast)).sum()


def moved_means(means, z, y, momentum=0.9):
    """The prototype means after a step: those of the classes in the batch follow the mean embedding."""
    means = means.clone()
    for c in y.unique():
        means[c] = F.normalize(momentum * means[c] + (1 - momentum) * z[y == c].mean(0), dim=0)
    return means


def check(path):
    """Compares the functions above with the fixtures and, in the first case, with finite differences."""
    d = {k: v.double() if v.is_floating_point() else v.long() for k, v in load_file(path).items()}
    worst = {}
    for i in range(len({k.split(".")[0] for k in d})):
        f = {k.split(".")[1]: v for k, v in d.items() if k.startswith(f"c{i}.")}
        tau, eta, kappa, tau_h, margin, lambda_p, rho = (round(v, 6) for v in f["cfg"].tolist())
        u, P = f["u"].requires_grad_(), f["P"].requires_grad_()
        z, phat = F.normalize(u, dim=1), F.normalize(P, dim=1)
        S, w, prior = f["E0"] @ f["E0"].T, effective_weights(f["n"]), f["prior"]
        L = lambda z, phat: agcacl(z, f["y"], phat, S, w, prior, kappa, tau, tau_h, eta, lambda_p, margin, rho)
        loss = L(z, phat)
        found = dict(zip(["gu", "gP", "gz", "gphat"], torch.autograd.grad(loss, [u, P, z, phat])))
        found.update(loss=loss.detach()[None], w=w, alpha=hard_class_factors(S, kappa, tau_h), E1=moved_means(f["E0"], z.detach(), f["y"]))
        for k, v in found.items():
            difference, scale = (v - f[k]).abs().max().item(), f[k].abs().max().item()
            assert difference <= 2e-7 * scale, f"c{i}.{k} differs by {difference} of {scale}"
            worst[k] = max(worst.get(k, 0), difference / scale if scale else 0)
        if i == 0:
            assert torch.autograd.gradcheck(lambda u, P: L(F.normalize(u, dim=1), F.normalize(P, dim=1)), [u, P])
    print("agcacl against the fixtures, worst difference / largest value:", {k: f"{v:.1e}" for k, v in worst.items()})


# The model and its training

def golden(twin, dtype=torch.float64):
    """The golden model without dropout, and the golden windows as (inputs, labels)."""
    from model import RhythmClassifier
    net = RhythmClassifier(classes=len(COUNTS), dropout=0.0)
    missing, unexpected = net.load_state_dict(load_file(f"{twin}/golden/model.safetensors"), strict=False)
    assert not unexpected and all(k.endswith("num_batches_tracked") for k in missing)
    w = load_file(f"{twin}/golden/windows.safetensors")
    return net.to(dtype), [w[k].to(dtype) for k in ("ecg", "iegm", "ecg_live", "iegm_live")], w["labels"].long()


def constants():
    counts = torch.tensor(COUNTS)
    return counts, stored(counts / counts.sum()), stored(effective_weights(counts))


def losses(net, inputs, labels, kappa):
    """The outputs of a forward pass, the logit-adjusted cross-entropy and L_AGC."""
    _, prior, weights = (c.to(net.prototypes.dtype) for c in constants())
    out = net(*inputs)
    E = net.prototype_means
    agc = agcacl(out["embedding"], labels, F.normalize(net.prototypes, dim=1), E @ E.T, weights, prior, kappa, **AGC)
    return out, F.cross_entropy(out["logits"] + prior.log(), labels), agc


def rate(t):
    if t < WARMUP:
        return BASE * (t + 1) / WARMUP
    return MINIMUM + (BASE - MINIMUM) / 2 * (1 + math.cos(math.pi * min(1, (t - WARMUP) / (TOTAL - WARMUP))))


def train(net, inputs, labels):
    """The ten steps; leaves the trained model in net."""
    net.train()
    decayed = lambda name, p: name.endswith("weight") and p.ndim >= 2
    named = list(net.named_parameters())
    optimizer = torch.optim.AdamW([
        {"params": [p for name, p in named if decayed(name, p)], "weight_decay": DECAY},
        {"params": [p for name, p in named if not decayed(name, p)], "weight_decay": 0.0}], betas=BETAS, eps=EPSILON)
    record = {k: [] for k in ("loss", "cross_entropy", "agc", "gradient_norm", "rate", "lambda", "kappa")}
    for t in range(STEPS):
        scale = LAMBDA * min(1, (t / TOTAL) / 0.1)
        kappa = KAPPA * min(1, max(0, (t / TOTAL - 0.1) / 0.2))
        for group in optimizer.param_groups:
            group["lr"] = rate(t)
        out, cross_entropy, agc = losses(net, inputs, labels, kappa)
        loss = cross_entropy + scale * agc
        optimizer.zero_grad()
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(net.parameters(), CLIP)
        optimizer.step()
        net.prototype_means.copy_(moved_means(net.prototype_means, out["embedding"].detach(), labels))
        for k, v in zip(record, (loss, cross_entropy, agc, norm, rate(t), scale, kappa)):
            record[k].append(v.item() if torch.is_tensor(v) else v)
    result = {k: torch.tensor(v, dtype=torch.float64) for k, v in record.items()}
    result["final.prototype_means"] = net.prototype_means
    with torch.no_grad():
        result["final.logits"] = net.eval()(*inputs)["logits"]
    return result


def probe(net, inputs, labels):
    net.train()
    out, cross_entropy, agc = losses(net, inputs, labels, KAPPA)
    loss = cross_entropy + LAMBDA * agc
    loss.backward()
    result = {"probe.loss": loss[None], "probe.logits": out["logits"], "probe.embedding": out["embedding"]}
    result.update({f"probe.gradient.{name}": p.grad for name, p in net.named_parameters()})
    result.update({f"probe.running.{name}": b for name, b in net.named_buffers() if name.endswith(("running_mean", "running_var"))})
    return result


def relevance(net, inputs):
    net.eval()
    fused = []
    net.fusion.register_forward_hook(lambda module, arguments, output: fused.append(output[0]))
    ecg, iegm = (x.clone().requires_grad_() for x in inputs[:2])
    logits = net(ecg, iegm, *inputs[2:])["logits"]
    best = logits.argmax(1)
    # In eval mode no window sees another, so the gradient of the sum is the gradient of each window's own logit.
    g_ecg, g_iegm, g_fused = torch.autograd.grad(logits.gather(1, best[:, None]).sum(), [ecg, iegm, fused[0]])
    return {"class": best, "ecg": (g_ecg * ecg)[[0, 3]], "iegm": (g_iegm * iegm)[[0, 3]], "tokens": (g_fused * fused[0]).sum(-1)}


def save(path, tensors):
    kept = {}
    for k, v in tensors.items():
        assert v.isfinite().all(), k
        kept[k] = v.detach().to(torch.float32 if v.is_floating_point() else torch.int32).contiguous().clone()
    save_file(kept, path, metadata={"generator": os.path.basename(__file__), "torch": torch.__version__})


def main():
    folder, twin = sys.argv[1:3]
    sys.dont_write_bytecode = True
    sys.path.insert(0, twin)
    torch.set_num_threads(1)
    if len(sys.argv) > 3:
        check(sys.argv[3])
    os.makedirs(folder, exist_ok=True)

    counts, prior, weights = constants()
    training = {"counts": counts, "prior": prior, "weights": weights, **probe(*golden(twin)), **train(*golden(twin))}
    save(f"{folder}/training.safetensors", training)
    net, inputs, _ = golden(twin)
    save(f"{folder}/relevance.safetensors", relevance(net, inputs))
    subprocess.run([sys.executable, "-B", f"{twin}/golden.py", f"{folder}/second", str(SECOND_SEED)], check=True)

    for k in ("loss", "cross_entropy", "agc", "gradient_norm", "rate", "lambda", "kappa"):
        print(f"{k:14}", " ".join(f"{v:.6f}" for v in training[k].tolist()))
    for name in ("training", "relevance", "second/model", "second/windows", "second/outputs"):
        print(f"{os.path.getsize(f'{folder}/{name}.safetensors'):9} {name}.safetensors")


if __name__ == "__main__":
    main()
