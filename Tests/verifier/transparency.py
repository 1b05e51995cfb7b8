"""What both verifiers need, written from the texts alone: RFC 9162 section 2.1, C2SP signed-note, tlog-checkpoint
and tlog-tiles, RFC 8032. Shares no code with ess. Python 3.9 or newer, standard library; the package `cryptography`
is used for Ed25519 when it is there."""

import base64
import hashlib


class Refused(Exception):
    """The thing does not verify; the text says why."""


def sha256(data):
    return hashlib.sha256(data).digest()


def leaf_hash(data):
    return sha256(b"\x00" + data)


def node_hash(left, right):
    return sha256(b"\x01" + left + right)


def tree_root(hashes):
    """RFC 9162 section 2.1.1 over leaf hashes, bottom up: an unpaired last node rises unchanged."""
    if not hashes:
        return sha256(b"")
    while len(hashes) > 1:
        above = [node_hash(hashes[i], hashes[i + 1]) for i in range(0, len(hashes) - 1, 2)]
        hashes = above + (hashes[-1:] if len(hashes) % 2 else [])
    return hashes[0]


def root_from_inclusion(leaf, index, size, proof):
    """RFC 9162 section 2.1.3.2; the root that the proof leads to."""
    if not 0 <= index < size:
        raise Refused(f"leaf {index} is not in a tree of {size}")
    fn, sn, value = index, size - 1, leaf
    for sibling in proof:
        if sn == 0:
            raise Refused("the inclusion proof is too long")
        if fn % 2 == 1 or fn == sn:
            value = node_hash(sibling, value)
            while fn % 2 == 0 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            value = node_hash(value, sibling)
        fn, sn = fn >> 1, sn >> 1
    if sn != 0:
        raise Refused("the inclusion proof is too short")
    return value


def strict_base64(text):
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise Refused(f"not base64: {text!r}") from error
    if base64.b64encode(data).decode() != text:
        raise Refused(f"a second spelling in base64: {text!r}")
    return data


def parse_verifier_key(text):
    """C2SP signed-note, "Verifier keys": (name, key id, 32 bytes of Ed25519 public key)."""
    parts = text.strip().split("+", 2)
    if len(parts) != 3:
        raise Refused("the verifier key is not name+id+base64")
    name, identifier, encoded = parts
    material = strict_base64(encoded)
    if len(material) != 33 or material[0] != 1:
        raise Refused("the verifier key is not of type Ed25519")
    expected = sha256(name.encode() + b"\n" + material)[:4]
    if identifier != expected.hex():
        raise Refused("the verifier key's id is not the key's")
    return name, expected, material[1:]


def open_checkpoint(note, key_text):
    """Verifies the note and reads the checkpoint: (size, root)."""
    name, identifier, public = parse_verifier_key(key_text)
    text, separator, tail = note.rpartition("\n\n")
    if not separator or not tail.endswith("\n"):
        raise Refused("the checkpoint is no signed note")
    text += "\n"
    signed = False
    for line in tail[:-1].split("\n"):
        parts = line.split(" ")
        if len(parts) != 3 or parts[0] != "\u2014":
            raise Refused("the checkpoint has a malformed signature line")
        signature = strict_base64(parts[2])
        if parts[1] == name and signature[:4] == identifier:
            if not ed25519_verify(public, text.encode(), signature[4:]):
                raise Refused("the checkpoint's signature is false")
            signed = True
    if not signed:
        raise Refused("the checkpoint is not signed by the given key")
    lines = text.split("\n")
    if len(lines) < 4 or lines[0] != name or not lines[1].isascii() or not lines[1].isdigit() \
            or str(int(lines[1])) != lines[1]:
        raise Refused("the checkpoint is not origin, size, root of this log")
    root = strict_base64(lines[2])
    if len(root) != 32:
        raise Refused("the checkpoint's root is not 32 bytes")
    return int(lines[1]), root


def ed25519_verify(public, message, signature):
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return plain_ed25519_verify(public, message, signature)
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
        return True
    except (InvalidSignature, ValueError):
        return False


# RFC 8032 section 5.1 with plain integers: slow, but a checkpoint has one signature.
P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def recover_x(y, sign):
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P != 0:
        return None
    return P - x if x & 1 != sign else x


def point(x, y):
    return (x, y, 1, x * y % P)


def add(left, right):
    a = (left[1] - left[0]) * (right[1] - right[0]) % P
    b = (left[1] + left[0]) * (right[1] + right[0]) % P
    c = 2 * left[3] * right[3] * D % P
    d = 2 * left[2] * right[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def multiply(scalar, base):
    total = (0, 1, 1, 0)
    while scalar > 0:
        if scalar & 1:
            total = add(total, base)
        base = add(base, base)
        scalar >>= 1
    return total


def decompress(data):
    if len(data) != 32:
        return None
    number = int.from_bytes(data, "little")
    y = number & ((1 << 255) - 1)
    x = recover_x(y, number >> 255)
    return None if x is None else point(x, y)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = point(recover_x(BASE_Y, 0), BASE_Y)


def plain_ed25519_verify(public, message, signature):
    if len(public) != 32 or len(signature) != 64:
        return False
    key, commitment = decompress(public), decompress(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or s >= Q:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % Q
    left, right = multiply(s, BASE), add(commitment, multiply(challenge, key))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and \
        (left[1] * right[2] - right[1] * left[2]) % P == 0
