#!/usr/bin/python3
"""Loads with PyTorch what Dino.Checkpoints wrote and compares every value.

usage: check_torch_loads.py WEIGHTS.pth TRAINING.pth EXPECTED.safetensors

WEIGHTS.pth holds 'model' and 'epoch'; TRAINING.pth also 'optimizer', 'lr_scheduler' and 'args'. EXPECTED.safetensors holds the model's
tensors and, as exp_avg.N and exp_avg_sq.N, the optimizer's. Needs only python3-torch (Debian: apt-get install python3-torch).
"""
import io
import json
import pickletools
import struct
import sys
import zipfile

import torch

DTYPES = {"F16": torch.float16, "BF16": torch.bfloat16, "F32": torch.float32, "F64": torch.float64, "I8": torch.int8,
          "I16": torch.int16, "I32": torch.int32, "I64": torch.int64, "U8": torch.uint8, "BOOL": torch.bool}

# What the weights-only reader of every torch 2 accepts (torch/_weights_only_unpickler.py) and a writer may therefore use.
OPCODES = {"PROTO", "STOP", "MARK", "NONE", "NEWTRUE", "NEWFALSE", "BININT", "LONG1", "BINFLOAT", "BINUNICODE", "EMPTY_DICT", "SETITEM",
           "EMPTY_LIST", "APPEND", "EMPTY_TUPLE", "TUPLE", "GLOBAL", "REDUCE", "BINPERSID"}
GLOBALS = {"torch._utils _rebuild_tensor_v2", "collections OrderedDict"}


def read_safetensors(path):
    with open(path, "rb") as file:
        data = file.read()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8:8 + length])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        dtype = DTYPES[entry["dtype"]]
        flat = torch.frombuffer(bytearray(data[begin:end]), dtype=dtype) if end > begin else torch.empty(0, dtype=dtype)
        tensors[name] = flat.reshape(entry["shape"])
    return tensors


def require(condition, message):
    if not condition:
        sys.exit(f"check_torch_loads: {message}")


def require_allowed(path):
    """Every opcode and global is one that weights_only=True knows."""
    with zipfile.ZipFile(path) as archive:
        require(archive.testzip() is None, f"{path}: a checksum is wrong")
        pickle = archive.read("archive/data.pkl")
    for opcode, argument, _ in pickletools.genops(pickle):
        is_storage = opcode.name == "GLOBAL" and argument.startswith("torch ") and argument.endswith("Storage")
        require(opcode.name in OPCODES, f"{path}: opcode {opcode.name} is not allowed in weights-only files")
        require(opcode.name != "GLOBAL" or is_storage or argument in GLOBALS, f"{path}: global {argument} is not allowed in weights-only files")


def weights_only_reads_floats():
    """torch 1.13.0 has the reader but forgot its BINFLOAT, so it refuses even its own optimizer states."""
    buffer = io.BytesIO()
    torch.save({"lr": 1e-4}, buffer)
    buffer.seek(0)
    try:
        return torch.load(buffer, weights_only=True) == {"lr": 1e-4}
    except Exception:
        return False


def require_equal(name, actual, expected):
    require(actual.dtype == expected.dtype and actual.shape == expected.shape, f"{name}: {actual.dtype} {list(actual.shape)}, expected {expected.dtype} {list(expected.shape)}")
    require(torch.equal(actual, expected), f"{name}: values differ")


def require_model(path, model, expected):
    names = [name for name in expected if not name.startswith("exp_avg")]
    require(set(model) >= set(names), f"{path}: lacks {sorted(set(names) - set(model))}")
    for name in names:
        require_equal(name, model[name], expected[name])
    aliases = [name for name in model if name not in expected]
    require(aliases == ["class_embed.1.weight"], f"{path}: aliases {aliases}")
    require(model["class_embed.0.weight"].data_ptr() == model["class_embed.1.weight"].data_ptr(), f"{path}: the shared head is not shared")


def require_training(checkpoint, expected):
    parameters = [torch.nn.Parameter(torch.zeros_like(expected[f"exp_avg.{i}"])) for i in range(2)]
    optimizer = torch.optim.AdamW([{"params": parameters[:1]}, {"params": parameters[1:], "lr": 1e-5}], lr=1e-4)
    optimizer.load_state_dict(checkpoint["optimizer"])
    for i, parameter in enumerate(parameters):
        require_equal(f"exp_avg.{i}", optimizer.state[parameter]["exp_avg"], expected[f"exp_avg.{i}"])
        require_equal(f"exp_avg_sq.{i}", optimizer.state[parameter]["exp_avg_sq"], expected[f"exp_avg_sq.{i}"])
        require(float(optimizer.state[parameter]["step"]) == 7, "optimizer step")
        parameter.grad = torch.ones_like(parameter)
    optimizer.step()

    scheduler = torch.optim.lr_scheduler.StepLR(torch.optim.AdamW(parameters, lr=1.0), 1)
    scheduler.load_state_dict(checkpoint["lr_scheduler"])
    require(scheduler.step_size == 11 and scheduler.get_last_lr() == [1e-4, 1e-5], "lr_scheduler")
    require(checkpoint["args"] == {"lr": 1e-4, "num_classes": 91, "options": None, "coco_path": "COCODIR é", "backbone_freeze": ["a", 1], "amp": False, "big": 2 ** 40}, f"args: {checkpoint['args']}")


def main(weights_path, training_path, expected_path):
    expected = read_safetensors(expected_path)
    for path in (weights_path, training_path):
        require_allowed(path)

    weights = torch.load(weights_path, weights_only=True)
    require(list(weights) == ["model", "epoch"] and weights["epoch"] == 11, f"{weights_path}: {list(weights)}")
    require_model(weights_path, weights["model"], expected)

    weights_only = weights_only_reads_floats()
    training = torch.load(training_path, weights_only=weights_only)
    require_model(training_path, training["model"], expected)
    require_training(training, expected)
    print(f"torch {torch.__version__}: {len(weights['model'])} tensors, optimizer and schedule equal; "
          f"weights_only=True for the weights, {'and' if weights_only else 'which this torch cannot do with floats, not'} for the training state")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
