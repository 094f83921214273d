"""Times the twin's training step in PyTorch's bfloat16 autocast: peer_autocast.py TWIN [SECONDS]

Prints JSON lines as the twin's bench.py does; TWIN is the folder that has its model.py. Forward and losses
run under autocast, as PyTorch's own recipes have it; the way back follows, the optimizer is float32.
"""
import json, statistics, sys, time
import torch
import torch.nn.functional as F

sys.path.insert(0, sys.argv[1])
from model import RhythmClassifier, ECG_CHANNELS, IEGM_CHANNELS, WINDOW

seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 4
for threads in (1, 2):
    torch.set_num_threads(threads)
    net = RhythmClassifier().train()
    opt = torch.optim.AdamW(net.parameters(), 1e-3)
    x = (torch.randn(64, ECG_CHANNELS, WINDOW), torch.randn(64, IEGM_CHANNELS, WINDOW),
         torch.ones(64, ECG_CHANNELS), torch.ones(64, IEGM_CHANNELS))
    y = torch.randint(0, 8, (64,))

    def step():
        with torch.autocast("cpu", torch.bfloat16):
            out = net(*x)
            proto = out["embedding"] @ F.normalize(net.prototypes, dim=1).T / 0.2
            loss = F.cross_entropy(out["logits"], y) + 0.1 * F.cross_entropy(proto, y)
        opt.zero_grad(set_to_none=True); loss.backward(); opt.step()

    for _ in range(3): step()
    runs, end = [], time.perf_counter() + seconds
    while time.perf_counter() < end or len(runs) < 5:
        start = time.perf_counter(); step(); runs.append(time.perf_counter() - start)
    median = statistics.median(runs)
    print(json.dumps({"engine": f"torch {torch.__version__}, bfloat16 autocast", "job": "train", "batch": 64,
                      "threads": threads, "milliseconds": round(median * 1e3, 3),
                      "windows_per_second": round(64 / median, 1)}), flush=True)
