using System;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>Looks at servers.</summary>
    public static class Probe
    {
        /// <summary>
        /// Connects to a server and takes what it presents, without believing it: versions 1.2 and 1.3 of TLS, with the host's name as SNI. That the
        /// server holds the key of its certificate is verified, or a note says why not; nothing else is. Nothing is sent but the handshake and what
        /// STARTTLS needs before it.
        /// </summary>
        /// <param name="server"><c>host:port</c>, <c>[address]:port</c>, or a URL such as <c>https://host/</c>, <c>smtp://host</c> (STARTTLS), <c>postgres://host</c>.</param>
        /// <param name="timeout">How long it may take in all; null is 10 seconds.</param>
        /// <exception cref="CertwrightException">Unreachable, TimedOut, HandshakeFailed, each of which says why; InvalidArgument for what is no server.</exception>
        public static unsafe Probed Server(string server, TimeSpan? timeout = null)
        {
            ulong milliseconds = Moment.Milliseconds(timeout, nameof(timeout));
            using (Input place = Input.Of(server ?? throw new ArgumentNullException(nameof(server))))
            {
                Native.Check(Import<cw_probe>.Call(place.Pointer, place.Length, milliseconds, out ProbedHandle probed, out ErrorHandle error), error);
                return Probed.Of(probed);
            }
        }
    }
}
