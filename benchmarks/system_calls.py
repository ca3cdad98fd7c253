"""A forked process that is killed before the n-th of its calls to the kernel that change files.

The kernel stops the process at each such call and asks its parent (seccomp, "user notification"),
so that what SQLite, FAISS and tantivy write is counted as what Python writes is.
"""

import ctypes
import errno
import fcntl
import os
import platform
import select
import signal
import socket
import struct
from collections.abc import Callable, Sequence

# Numbers of the calls by machine; `openat` apart, for it only counts if it makes or empties a file.
_CALLS = {
    "x86_64": {
        "write": 1, "pwrite64": 18, "writev": 20, "sendfile": 40, "fsync": 74, "fdatasync": 75,
        "truncate": 76, "ftruncate": 77, "rename": 82, "mkdir": 83, "rmdir": 84, "link": 86,
        "unlink": 87, "symlink": 88, "mkdirat": 258, "unlinkat": 263, "renameat": 264,
        "linkat": 265, "symlinkat": 266, "fallocate": 285, "pwritev": 296, "renameat2": 316,
        "copy_file_range": 326,
    },
    "aarch64": {
        "mkdirat": 34, "unlinkat": 35, "symlinkat": 36, "linkat": 37, "renameat": 38,
        "truncate": 45, "ftruncate": 46, "fallocate": 47, "write": 64, "writev": 66,
        "pwrite64": 68, "pwritev": 70, "sendfile": 71, "fsync": 82, "fdatasync": 83,
        "renameat2": 276, "copy_file_range": 285,
    },
}  # fmt: skip
_OPENAT = {"x86_64": 257, "aarch64": 56}
_SECCOMP = {"x86_64": 317, "aarch64": 277}

_NO_NEW_PRIVILEGES = 38
_SET_FILTER, _NEW_LISTENER = 1, 8
_LOAD, _EQUALS, _HAS_BITS, _RETURN = 0x20, 0x15, 0x45, 0x06
_ALLOW, _ASK = 0x7FFF0000, 0x7FC00000
_FLAGS_OF_OPENAT = 16 + 2 * 8  # where its third argument stands in `struct seccomp_data`

_RECEIVE, _SEND = 0xC0502100, 0xC0182101
_NOTIFICATION = struct.Struct("=QII64x")  # id, process, flags; what the call is does not matter
_REPLY = struct.Struct("=QqiI")  # id, value, error, flags
_CONTINUE = 1


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def is_supported() -> bool:
    """Whether calls can be counted here: on Linux, where nothing forbids seccomp."""
    if platform.system() != "Linux" or platform.machine() not in _CALLS:
        return False
    try:
        return run_until_call(lambda: None, 0) == 0
    except OSError:
        return False


def run_until_call(work: Callable[[], object], last: int) -> int:
    """Run a function in a forked process that is killed before its call number `last`.

    Args:
        work: The function; what it returns is lost.
        last: From 1; 0 to let it end.

    Returns:
        How many calls it made, the last one included if it was killed there. The process has
        ended.

    Raises:
        OSError: If the kernel can't count them.
    """
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    child = os.fork()
    if child == 0:
        ours.close()
        _run_in_child(work, theirs)
    theirs.close()
    listener = -1
    try:
        with ours:
            code, (listener,) = _receive(ours)
            if code:
                raise OSError(code, os.strerror(code))
        return _count_calls(child, listener, last)
    finally:
        if listener >= 0:
            os.close(listener)
        os.waitpid(child, 0)


def _run_in_child(work: Callable[[], object], channel: socket.socket) -> None:
    status = 1
    try:
        try:
            listener = _install_filter()
        except OSError as error:
            socket.send_fds(channel, [bytes([error.errno or errno.EINVAL])], [0])
            return
        socket.send_fds(channel, [bytes([0])], [listener])
        os.close(listener)
        work()
        status = 0
    finally:
        os._exit(status)


def _receive(channel: socket.socket) -> tuple[int, Sequence[int]]:
    data, descriptors, _, _ = socket.recv_fds(channel, 1, 1)
    return data[0], descriptors


def _count_calls(child: int, listener: int, last: int) -> int:
    """Let calls pass until the last one, or until the process ends."""
    count = 0
    ended = os.pidfd_open(child)
    try:
        poll = select.poll()
        poll.register(listener, select.POLLIN)
        poll.register(ended, select.POLLIN)
        while True:
            ready = dict(poll.poll())
            if not ready.get(listener, 0) & select.POLLIN:
                return count
            buffer = bytearray(_NOTIFICATION.size)
            try:
                fcntl.ioctl(listener, _RECEIVE, buffer)
                count += 1
                if count == last:
                    os.kill(child, signal.SIGKILL)
                    return count
                reply = _REPLY.pack(_NOTIFICATION.unpack(buffer)[0], 0, 0, _CONTINUE)
                fcntl.ioctl(listener, _SEND, reply)
            except FileNotFoundError:  # the thread ended meanwhile
                continue
    finally:
        os.close(ended)


def _install_filter() -> int:
    """Have the kernel ask about this process's calls from now on; the descriptor it asks through.

    Raises:
        OSError: If the kernel does not do that.
    """
    machine = platform.machine()
    calls = sorted(_CALLS[machine].values())
    ask = len(calls) + 5  # where the last instruction stands
    program = [(_LOAD, 0, 0, 0), (_EQUALS, len(calls) + 1, 0, _OPENAT[machine])]
    program += [(_EQUALS, ask - place, 0, call) for place, call in enumerate(calls, start=3)]
    program += [
        (_RETURN, 0, 0, _ALLOW),
        (_LOAD, 0, 0, _FLAGS_OF_OPENAT),
        (_HAS_BITS, 0, 1, os.O_CREAT | os.O_TRUNC),
        (_RETURN, 0, 0, _ASK),
        (_RETURN, 0, 0, _ALLOW),
    ]
    packed = b"".join(struct.pack("=HBBI", *instruction) for instruction in program)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")
    listener: int = libc.syscall(
        _SECCOMP[machine], _SET_FILTER, _NEW_LISTENER,
        ctypes.byref(_Program(len(program), packed)),
    )  # fmt: skip
    if listener < 0:
        raise OSError(ctypes.get_errno(), "seccomp")
    return listener
