"""What the child gives up before it touches the web: new privileges, core dumps, endless files and memory."""

import ctypes
import resource

PR_SET_NO_NEW_PRIVS = 38
PR_SET_DUMPABLE = 4
GIB = 1 << 30
LIMITS = {
    resource.RLIMIT_CORE: 0,  # a core file would hold the S3 keys
    resource.RLIMIT_NOFILE: 4096,
    resource.RLIMIT_AS: 16 * GIB,
    resource.RLIMIT_FSIZE: 64 * GIB,
}


def confine() -> None:
    """Take the limits; those the system already set lower stay."""
    for what, most in LIMITS.items():
        _, hard = resource.getrlimit(what)
        value = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (value, value))
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)  # others of the same user cannot read our memory
