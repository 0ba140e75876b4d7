"""Message classes made from the .proto files when the program starts.

protoc writes descriptors to a pipe and protobuf makes classes of them. Nothing is generated into
the repository, so nothing can go stale, and it fits whichever protobuf is installed: a generated
_pb2.py does not load under an older runtime. It costs one run of protoc, about 10 ms.
"""

import pathlib
import subprocess
from typing import NamedTuple

try:
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
except ImportError:
    raise SystemExit(
        "python3-protobuf is missing: apt-get install python3-protobuf, and run /usr/bin/python3"
    ) from None

PROTO = pathlib.Path(__file__).resolve().parent.parent.parent


class Method(NamedTuple):
    """What a client must know of a method to call it."""

    name: str
    reply_type: type
    client_streaming: bool = False
    server_streaming: bool = False


class Schema:
    """The messages and methods of .proto files: `Schema("a/b.proto").SomeMessage(field=1)`."""

    def __init__(self, *files, root=PROTO):
        self._pool = descriptor_pool.DescriptorPool()
        self._classes = {}
        self._names = {}  # by the name within its package
        self.methods = {}
        """Every Method of the files, by name: "package.Service/Method"."""
        for file in descriptor_pb2.FileDescriptorSet.FromString(_compile(root, files)).file:
            self._pool.Add(file)
            if file.name in files:
                self._add(file)

    def __getattr__(self, name):
        if name in self._names:
            return self.find(self._names[name])
        raise AttributeError(f"there is no message {name}")

    def find(self, full_name):
        """The class of a message by its full name, or None where the files have none of it."""
        if full_name not in self._classes:
            try:
                descriptor = self._pool.FindMessageTypeByName(full_name)
            except KeyError:
                return None
            self._classes[full_name] = _class(descriptor)
        return self._classes[full_name]

    def _add(self, file):
        for message in file.message_type:
            self._names[message.name] = f"{file.package}.{message.name}"
        for service in file.service:
            for method in service.method:
                name = f"{file.package}.{service.name}/{method.name}"
                reply_type = self.find(method.output_type.removeprefix("."))
                self.methods[name] = Method(
                    name, reply_type, method.client_streaming, method.server_streaming
                )


def _class(descriptor):
    # Renamed in protobuf 4.22.
    if hasattr(message_factory, "GetMessageClass"):
        return message_factory.GetMessageClass(descriptor)
    return message_factory.MessageFactory().GetPrototype(descriptor)


def _compile(root, files):
    arguments = ["protoc", f"-I{root}", "--include_imports", "--descriptor_set_out=/dev/stdout"]
    try:
        done = subprocess.run([*arguments, *files], capture_output=True, check=False)
    except FileNotFoundError:
        raise SystemExit("protoc is missing: apt-get install protobuf-compiler") from None
    if done.returncode != 0:
        raise ValueError(f"protoc: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout
