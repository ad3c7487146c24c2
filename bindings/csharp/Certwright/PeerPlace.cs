using System;
using System.Net;
using System.Net.Http;
using System.Runtime.CompilerServices;

namespace Certwright
{
    /// <summary>The one server that a <see cref="PeerValidator"/> is for: its host, and its port where that is known.</summary>
    internal sealed class PeerPlace
    {
        private static readonly string AnyThumbprint = new string('0', 40);

        private readonly string host;
        private readonly int? port;

        /// <exception cref="CertwrightException">InvalidArgument for a host that is none.</exception>
        internal PeerPlace(string host, int? port)
        {
            this.host = IsHost(host) ? host : throw new CertwrightException(
                Status.InvalidArgument, "the host is neither a DNS name in A-labels nor an address; give it without a scheme, a port or blanks, and the port by itself");
            this.port = port;
        }

        /// <summary>
        /// That a request of an HttpClient is for this server; whatever else the runtime tells of a connection does not say whom it is for. A handler that
        /// follows redirects asks the same validator about every server that it comes to.
        /// </summary>
        /// <exception cref="InvalidOperationException">It is for another.</exception>
        internal void MustBeMeantBy(object sender)
        {
            for (Type type = sender?.GetType(); type != null; type = type.BaseType)
            {
                if (type.FullName == "System.Net.Http.HttpRequestMessage")
                {
                    MustBe(AskedFor(sender));
                    return;
                }
            }
        }

        // By itself, because a runtime looks for System.Net.Http when it compiles this, and some come without.
        [MethodImpl(MethodImplOptions.NoInlining)]
        private static Uri AskedFor(object request) => ((HttpRequestMessage)request).RequestUri;

        // What reads "host:port" elsewhere reads it here, so that nothing passes that is refused at each handshake.
        private static bool IsHost(string text)
        {
            string place = (text.Contains(":") && !text.StartsWith("[", StringComparison.Ordinal) ? "[" + text + "]" : text) + ":1";
            try
            {
                new TrustRequest(place, new Certificate[0], AnyThumbprint).Build().Dispose();
                return text == text.TrimStart(); // which is passed over there
            }
            catch (CertwrightException refused) when (refused.Status == Status.InvalidArgument)
            {
                return false;
            }
        }

        private static bool IsSame(string one, string other) => IPAddress.TryParse(one, out IPAddress address)
            ? IPAddress.TryParse(other, out IPAddress asked) && address.Equals(asked)
            : string.Equals(WithoutDot(one), WithoutDot(other), StringComparison.OrdinalIgnoreCase);

        private static string WithoutDot(string name) => name.EndsWith(".", StringComparison.Ordinal) ? name.Substring(0, name.Length - 1) : name;

        private void MustBe(Uri asked)
        {
            if (asked == null || !IsSame(host, asked.IdnHost) || (port ?? asked.Port) != asked.Port)
            {
                throw new InvalidOperationException(
                    "the request is for " + (asked?.Authority ?? "no server") + ", and the validator for " + host + (port == null ? string.Empty : " at port " + port)
                    + "; give each server a handler with a validator of its own, and set AllowAutoRedirect to false");
            }
        }
    }
}
