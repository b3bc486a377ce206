"""A TLS server of Scapy, from SSL 2.0 to TLS 1.2, one process for each connection, with faults if asked for.

    scapy-server.py PORT CERTIFICATE KEY [refuses-wrong-mac] [deflates] [one-suite]

By itself Scapy checks neither MACs nor padding, and tells a wrong padding of the premaster secret.
"""

import os
import signal
import socket
import sys

from scapy.config import conf
from scapy.layers.tls import automaton_srv
from scapy.layers.tls.record import TLS

port, certificate, key, wrongs = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4:]
conf.verb = 0

if "refuses-wrong-mac" in wrongs:
    # With this it does all that TLS asks for but to look at the padding.
    verify = TLS._tls_hmac_verify

    def refuse_wrong_mac(self, hdr, msg, mac):
        if not verify(self, hdr, msg, mac):
            os._exit(0)
        return True

    TLS._tls_hmac_verify = refuse_wrong_mac

if "deflates" in wrongs:
    hello = automaton_srv.TLSServerHello

    def hello_with_deflate(**given):
        offered = sys._getframe(1).f_locals["self"].cur_pkt.comp
        return hello(comp=[1 if 1 in offered else 0], **given)

    automaton_srv.TLSServerHello = hello_with_deflate

if "one-suite" in wrongs:
    # TLS_RSA_WITH_AES_128_CBC_SHA; with all that it knows an assessment takes minutes.
    usable = automaton_srv.get_usable_ciphersuites
    automaton_srv.get_usable_ciphersuites = lambda offered, kx: [it for it in usable(offered, kx) if it == 0x002F]


class Accepted:
    """What the automaton takes for its listening socket: it accepts one connection, and then the process is over."""

    def __init__(self, connection):
        self.connection = connection

    def accept(self):
        if self.connection is None:
            os._exit(0)
        connection, self.connection = self.connection, None
        return connection

    def ignore(self, *_):
        pass

    bind = listen = setsockopt = close = ignore


class Sockets:
    """The socket module with that in place of new sockets."""

    def __init__(self, connection):
        self.connection = connection

    def __getattr__(self, name):
        return getattr(socket, name)

    def socket(self, *_):
        return Accepted(self.connection)


def serve(connection):
    automaton_srv.socket = Sockets(connection)
    try:
        automaton_srv.TLSServerAutomaton(
            server="127.0.0.1", sport=port, mycert=certificate, mykey=key, max_client_idle_time=30
        ).run()
    finally:
        os._exit(0)


signal.signal(signal.SIGCHLD, signal.SIG_IGN)
listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", port))
listener.listen(64)
while True:
    accepted = listener.accept()
    if os.fork() == 0:
        # A child that hangs in a broken conversation must not outlive the tests.
        signal.alarm(60)
        listener.close()
        serve(accepted)
    accepted[0].close()
